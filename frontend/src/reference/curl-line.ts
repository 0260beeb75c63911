import type { OpenApi, Operation } from './document.ts';
import { referredName } from './type-text.ts';

/** A call of the operation from a shell, with `$TOKEN` for the access token. */
export function curlLine(
  document: OpenApi,
  origin: string,
  method: string,
  path: string,
  operation: Operation,
) {
  const isPublic = operation.security?.length === 0;
  const example = exampleBody(document, operation);
  const parts = [
    'curl',
    ...(isPublic ? [] : ['-H "authorization: Bearer $TOKEN"']),
    ...(method === 'post' ? ["-H 'content-type: application/json'"] : []),
    ...(example === undefined ? [] : [`-d ${quoted(JSON.stringify(example))}`]),
    `'${origin}${path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}'`,
  ];
  return parts.join(' \\\n  ');
}

/** The first example of the body's schema. */
export function exampleBody({ components }: OpenApi, { requestBody }: Operation): unknown {
  const schema = requestBody?.content?.['application/json']?.schema;
  if (schema === undefined) return undefined;
  const name = referredName(schema);
  return (name === undefined ? schema : components.schemas[name])?.examples?.[0];
}

/** As one argument of a shell: a single quote ends the text, stands escaped, and begins it again. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
