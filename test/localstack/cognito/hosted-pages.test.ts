import { expect, test } from 'vitest';
import { authorizeAddress, CALLBACK, dashboard, testPool } from './test-pool.ts';

test('the form allows no script, sends only here and back, and shows what was typed as text', async () => {
  const pool = await testPool(dashboard);
  const login = (await pool.visit(authorizeAddress().address)).headers.get('location') ?? '';
  const page = await pool.visit(login);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`form-action 'self' ${new URL(CALLBACK).origin};`);
  expect(policy).not.toMatch(/unsafe|script-src/);
  expect(page.headers.get('cache-control')).toBe('no-store');
  const refused = await pool.visit(login, { username: '"><script>alert(1)</script>', password: 'x' });
  const html = await refused.text();
  expect(refused.status).toBe(401);
  expect(html).toContain('Incorrect email or password.');
  expect(html).not.toContain('<script');
  expect(html).toContain('&#34;&#62;&#60;script&#62;');
});

test('the name counts in any case, the password in its own', async () => {
  const pool = await testPool(dashboard);
  const login = (await pool.visit(authorizeAddress().address)).headers.get('location') ?? '';
  const { userName, password } = pool.secrets.person;
  expect((await pool.visit(login, { username: userName, password: password.toLowerCase() })).status).toBe(
    401,
  );
  expect((await pool.visit(login, {})).status).toBe(401);
  expect((await pool.visit(login, { username: ` ${userName.toUpperCase()} `, password })).status).toBe(303);
});

test('a form of another browser, or one that has ended, signs nobody in', async () => {
  const [one, other] = [await testPool(dashboard), await testPool(dashboard)];
  const login = (await one.visit(authorizeAddress().address)).headers.get('location') ?? '';
  const { userName: username, password } = one.secrets.person;
  const stranger = await fetch(new URL(login, one.endpoint), {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ username, password }),
  });
  expect([stranger.status, stranger.headers.get('set-cookie')]).toEqual([400, null]);
  expect((await other.visit('/login/none')).status).toBe(400);
});

test.each([
  ['another client', 'client_id=other&logout_uri=http://127.0.0.1:4580/'],
  ['another address', 'client_id=dashboard&logout_uri=http://127.0.0.1:4580/elsewhere'],
  ['no address', 'client_id=dashboard'],
])('nobody is sent away on signing out with %s', async (_name, query) => {
  const pool = await testPool(dashboard);
  const out = await pool.visit(`/logout?${query}`);
  expect([out.status, out.headers.get('location')]).toEqual([400, null]);
});
