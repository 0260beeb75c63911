import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { clientSecret } from '../../../localstack/cognito/access-token.ts';
import {
  authorizeAddress,
  CALLBACK,
  dashboard,
  follow,
  signIn,
  system,
  type TestPool,
  testPool,
} from './test-pool.ts';

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string().optional(),
  refresh_token: z.string().optional(),
  expires_in: z.number(),
});

const askForTokens = (pool: TestPool, form: Readonly<Record<string, string>>, headers: HeadersInit = {}) =>
  fetch(`${pool.endpoint}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form), headers });

async function exchange(pool: TestPool, back: URL, verifier: string) {
  return askForTokens(pool, {
    ...{ grant_type: 'authorization_code', client_id: 'dashboard', redirect_uri: CALLBACK },
    ...{ code: back.searchParams.get('code') ?? '', code_verifier: verifier },
  });
}

async function claimsOf(pool: TestPool, token: string) {
  const keys = createRemoteJWKSet(new URL(`${pool.endpoint}/.well-known/jwks.json`));
  return (await jwtVerify(token, keys, { issuer: pool.endpoint, algorithms: ['RS256'] })).payload;
}

test('a code with its verifier gives tokens with Cognito’s claims, once', async () => {
  const pool = await testPool(dashboard);
  const { address, verifier } = authorizeAddress();
  const back = await signIn(pool, address);
  expect(back.searchParams.get('state')).toBe('s');
  const answer = tokensSchema.parse(await (await exchange(pool, back, verifier)).json());
  expect(answer.expires_in).toBe(900);
  expect(decodeProtectedHeader(answer.access_token)).toEqual({
    alg: 'RS256',
    kid: pool.secrets.signingKey.kid,
  });
  const access = await claimsOf(pool, answer.access_token);
  const { id, userName } = pool.secrets.person;
  expect(access).toMatchObject({
    token_use: 'access',
    client_id: 'dashboard',
    sub: id,
    username: id,
    version: 2,
  });
  expect(access).not.toHaveProperty('aud');
  expect(access.scope).toBe('openid email a/read');
  expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(900);
  expect(await claimsOf(pool, answer.id_token ?? '')).toMatchObject({
    ...{ token_use: 'id', aud: 'dashboard', sub: id, email: userName, nonce: 'n', 'cognito:username': id },
  });
  expect((await exchange(pool, back, verifier)).status).toBe(400);
});

test('a code is worth nothing to another verifier', async () => {
  const pool = await testPool(dashboard);
  const back = await signIn(pool, authorizeAddress().address);
  const refused = await exchange(pool, back, authorizeAddress().verifier);
  expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['without a challenge', { code_challenge: '', code_challenge_method: '' }],
  ['with the plain challenge', { code_challenge_method: 'plain' }],
  ['for a scope that the client may not have', { scope: 'openid a/write' }],
  ['for a token in the address', { response_type: 'token' }],
])('nobody signs in %s', async (_name, changes) => {
  const pool = await testPool(dashboard, system);
  const back = await follow(pool, await pool.visit(authorizeAddress(changes).address));
  const problem =
    back instanceof URL
      ? (back.searchParams.get('error') ?? new URLSearchParams(back.hash.slice(1)).get('error'))
      : back.status;
  expect([
    400,
    'invalid_request',
    'invalid_scope',
    'unsupported_response_type',
    'unauthorized_client',
  ]).toContain(problem);
});

test('whoever is signed in is not asked again, until they sign out', async () => {
  const pool = await testPool(dashboard);
  await signIn(pool, authorizeAddress().address);
  const again = await follow(pool, await pool.visit(authorizeAddress().address));
  expect(again instanceof URL && again.searchParams.has('code')).toBe(true);
  const out = await pool.visit(`/logout?client_id=dashboard&logout_uri=${encodeURIComponent(CALLBACK)}`);
  expect([out.status, out.headers.get('location')]).toEqual([302, CALLBACK]);
  const asked = await follow(pool, await pool.visit(authorizeAddress().address));
  expect(asked instanceof URL ? asked.href : await asked.text()).toContain('Password');
});

test('a refresh token is replaced at each use; using it twice ends the sign-in', async () => {
  const pool = await testPool(dashboard);
  const { address, verifier } = authorizeAddress();
  const first = tokensSchema.parse(
    await (await exchange(pool, await signIn(pool, address), verifier)).json(),
  );
  const renew = (token = '') =>
    askForTokens(pool, { grant_type: 'refresh_token', client_id: 'dashboard', refresh_token: token });
  const second = tokensSchema.parse(await (await renew(first.refresh_token)).json());
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await claimsOf(pool, second.access_token)).toMatchObject({ sub: pool.secrets.person.id });
  expect((await renew(first.refresh_token)).status).toBe(400);
  expect((await renew(second.refresh_token)).status).toBe(400);
});

test('a revoked refresh token renews nothing', async () => {
  const pool = await testPool(dashboard);
  const { address, verifier } = authorizeAddress();
  const { refresh_token: token = '' } = tokensSchema.parse(
    await (await exchange(pool, await signIn(pool, address), verifier)).json(),
  );
  const body = new URLSearchParams({ client_id: 'dashboard', token });
  expect((await fetch(`${pool.endpoint}/oauth2/revoke`, { method: 'POST', body })).status).toBe(200);
  const renewed = await askForTokens(pool, {
    ...{ grant_type: 'refresh_token', client_id: 'dashboard', refresh_token: token },
  });
  expect(renewed.status).toBe(400);
});

test('only the dashboard’s origin may read the token endpoint’s answers', async () => {
  const pool = await testPool(dashboard);
  const allowed = async (origin: string) => {
    const form = { grant_type: 'refresh_token', client_id: 'dashboard', refresh_token: 'x' };
    const answer = await askForTokens(pool, form, { origin });
    return answer.headers.get('access-control-allow-origin');
  };
  expect(await allowed(new URL(CALLBACK).origin)).toBe(new URL(CALLBACK).origin);
  expect(await allowed('http://127.0.0.1:9999')).not.toBe('http://127.0.0.1:9999');
});

test('a program signs in with its secret alone', async () => {
  const pool = await testPool(dashboard, system);
  const basic = (secret: string) => ({
    authorization: `Basic ${Buffer.from(`system:${secret}`).toString('base64')}`,
  });
  const right = basic(clientSecret(pool.secrets, 'system'));
  const ask = async (form: Readonly<Record<string, string>>, headers: HeadersInit) =>
    askForTokens(pool, { grant_type: 'client_credentials', ...form }, headers);
  const all = tokensSchema.parse(await (await ask({}, right)).json());
  expect(await claimsOf(pool, all.access_token)).toMatchObject({ sub: 'system', scope: 'a/read a/write' });
  const one = tokensSchema.parse(await (await ask({ scope: 'a/write' }, right)).json());
  expect(await claimsOf(pool, one.access_token)).toMatchObject({ token_use: 'access', scope: 'a/write' });
  for (const scope of ['a/none', 'a/read a/none']) {
    const refused = await ask({ scope }, right);
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_scope' }]);
  }
  expect((await ask({}, basic('wrong'))).status).toBe(401);
  expect(
    (await askForTokens(pool, { grant_type: 'client_credentials', client_id: 'dashboard' })).status,
  ).toBe(400);
});
