import { createHash } from 'node:crypto';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-items: center; min-height: 100vh; margin: 0; }
  main { display: grid; gap: 1rem; width: min(22rem, 90vw); }
  h1 { margin: 0; font-size: 1.4rem; }
  p { margin: 0; }
  form { display: grid; gap: 1rem; }
  label { display: grid; gap: 0.25rem; }
  input, button { min-height: 2.5rem; padding: 0 0.75rem; font: inherit; }
  [role=alert] { padding-inline-start: 0.75rem; border-inline-start: 3px solid #c0392b; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * The policy of the hosted pages: their own style, no script, and forms that end, also by redirects, at one of
 * these origins.
 */
export function contentSecurityPolicy(formOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    `form-action ${["'self'", ...formOrigins].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The form that asks for name and password; `userName` and `problem` are of an attempt before. */
export function signInPage(action: string, userName = '', problem?: string): string {
  return page(
    'Sign in',
    `<h1>Sign in</h1>
    <p>The local stand-in for Cognito’s sign-in page.</p>
    ${problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>`}
    <form method="post" action="${escaped(action)}">
      <label>Email
        <input name="username" type="email" autocomplete="username" required value="${escaped(userName)}">
      </label>
      <label>Password
        <input name="password" type="password" autocomplete="current-password" required>
      </label>
      <button type="submit">Sign in</button>
    </form>`,
  );
}

/** What went wrong, for a person. */
export function problemPage(title: string, reason: string): string {
  return page(title, `<h1>${escaped(title)}</h1>\n    <p role="alert">${escaped(reason)}</p>`);
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
    ${main}
    </main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
