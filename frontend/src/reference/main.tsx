import { render } from 'preact';
import { ApiError } from '../api/api-error.ts';
import { getJson } from '../api/client.ts';
import { openApiShape } from './document.ts';
import { ReferencePage } from './reference-page.tsx';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app element.');

try {
  const openApi = await getJson('/api/openapi.json', openApiShape, new AbortController().signal);
  render(<ReferencePage document={openApi} />, root);
  document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
} catch (error) {
  const message = error instanceof ApiError ? error.message : 'The document could not be shown.';
  render(
    <main class="reference">
      <h1>API</h1>
      <p role="alert">{message}</p>
    </main>,
    root,
  );
}
