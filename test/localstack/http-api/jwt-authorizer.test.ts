import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { jwtAuthorizer } from '../../../localstack/http-api/jwt-authorizer.ts';
import { api, echo } from './test-api.ts';
import { testIssuer } from './test-issuer.ts';

const nowSeconds = () => Math.floor(Date.now() / 1000);
const routeOf = (issuer: string, scopes: readonly string[] = ['a/read']) => ({
  issuer,
  audience: ['us'],
  scopes,
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['has ended', { exp: nowSeconds() - 1 }, 'the token has expired'],
  ['never ends', { exp: undefined }, "missing required 'exp' claim"],
  ['is not good yet', { nbf: nowSeconds() + 600 }, "'nbf' claim timestamp check failed"],
  ['was issued in the future', { iat: nowSeconds() + 600 }, 'the token was issued in the future'],
  ['is of another issuer', { iss: 'https://elsewhere' }, "unexpected 'iss' claim value"],
  ['is for others', { client_id: 'them' }, 'the token does not have a valid audience'],
  ['is for others, whoever its client is', { aud: 'them' }, 'the token does not have a valid audience'],
  ['is for nobody', { client_id: undefined }, 'the token does not have a valid audience'],
])('a token that %s is refused, with the reason', async (_name, claims, reason) => {
  const { issuer, sign } = await testIssuer();
  const { refusal } = await jwtAuthorizer()(`Bearer ${await sign(claims)}`, routeOf(issuer));
  expect(refusal?.statusCode).toBe(401);
  expect(refusal?.body.toString()).toBe('{"message":"Unauthorized"}');
  const header = String(refusal?.headers['www-authenticate']);
  expect(header).toContain('Bearer scope="" error="invalid_token" error_description="');
  expect(header.replaceAll("'", '')).toContain(reason.replaceAll("'", ''));
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['its client', {}],
  ['its audience, whoever its client is', { aud: 'us', client_id: 'them' }],
  ['one of its audiences', { aud: ['them', 'us'] }],
  ['a scope among others', { scope: 'b/write a/read' }],
  ['a scope in scp', { scope: undefined, scp: ['a/read'] }],
])('a token is taken for %s', async (_name, claims) => {
  const { issuer, sign } = await testIssuer();
  const { identity } = await jwtAuthorizer()(`Bearer ${await sign(claims)}`, routeOf(issuer));
  expect(identity?.scopes).toEqual(['a/read']);
});

test('a token without a scope of the route is forbidden; a route without scopes asks for none', async () => {
  const { issuer, sign } = await testIssuer();
  const authorize = jwtAuthorizer();
  const { refusal } = await authorize(await sign({ scope: 'a/reader' }), routeOf(issuer));
  expect([refusal?.statusCode, refusal?.body.toString()]).toEqual([403, '{"message":"Forbidden"}']);
  expect(refusal?.headers['www-authenticate']).toContain('scope="a/read" error="insufficient_scope"');
  const { identity } = await authorize(await sign({ scope: undefined }), routeOf(issuer, []));
  expect(identity?.scopes).toBeNull();
});

test('nothing but an RSA signature of a published key counts', async () => {
  const { issuer, sign, publicJwk, rotateKey } = await testIssuer();
  const authorize = jwtAuthorizer();
  const statusOf = async (header: string | undefined) =>
    (await authorize(header, routeOf(issuer))).refusal?.statusCode;
  const good = await sign();
  const [, payload = '', signature = ''] = good.split('.');
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const symmetric = `${part({ alg: 'HS256', kid: 'first' })}.${payload}`;
  const forged = createHmac('sha256', JSON.stringify(publicJwk())).update(symmetric).digest('base64url');
  const altered = part({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), scope: 'a/read x' });
  for (const token of [
    `${part({ alg: 'none' })}.${payload}.`,
    `${part({ alg: 'none' })}.${payload}.${signature}`,
    `${symmetric}.${forged}`,
    good.replace(payload, altered),
    good.slice(0, -4),
    'not.a.token',
    'Basic dXM6dXM=',
    'ü"\\',
  ]) {
    expect(await statusOf(`Bearer ${token}`)).toBe(401);
  }
  for (const header of [undefined, '', 'Bearer', 'Bearer   ']) expect(await statusOf(header)).toBe(401);
  expect(await statusOf(`bearer ${good}`)).toBeUndefined();
  expect(await statusOf(good)).toBeUndefined();
  await rotateKey();
  expect(await statusOf(await sign({}, { kid: 'first' }))).toBe(401);
});

test('the keys are asked for once; an issuer that cannot be asked lets nobody in, until it can', async () => {
  const { issuer, asked, sign } = await testIssuer();
  const authorize = jwtAuthorizer();
  for (const token of [await sign(), await sign(), await sign()]) await authorize(token, routeOf(issuer));
  expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  const silent = routeOf('http://127.0.0.1:1');
  const { refusal } = await authorize(await sign(), silent);
  expect(refusal?.statusCode).toBe(401);
  expect(refusal?.headers['www-authenticate']).toContain('OIDC discovery endpoint communication error');
});

test('an issuer that calls itself otherwise is not believed', async () => {
  const { issuer, sign } = await testIssuer();
  const other = issuer.replace('127.0.0.1', 'localhost');
  const { refusal } = await jwtAuthorizer()(await sign({ iss: other }), routeOf(other));
  expect(refusal?.statusCode).toBe(401);
});

test('a function is told who called; a refused request never reaches it', async () => {
  const { issuer, sign } = await testIssuer();
  let calls = 0;
  const counting: typeof echo = (arn, event) => {
    calls += 1;
    return echo(arn, event);
  };
  const routes = [
    { routeKey: 'GET /closed', functionArn: 'arn', authorization: routeOf(issuer) },
    { routeKey: 'GET /open', functionArn: 'arn' },
  ];
  const { endpoint } = await api(counting, { routes });
  const get = (path: string, token?: string) =>
    fetch(`${endpoint}${path}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  expect((await get('/closed')).status).toBe(401);
  expect(calls).toBe(0);
  const event = (await (await get('/closed', await sign({ aud: ['us', 'x'] }))).json()) as {
    requestContext: { authorizer: unknown };
  };
  expect(event.requestContext.authorizer).toEqual({
    jwt: {
      claims: expect.objectContaining({
        iss: issuer,
        scope: 'a/read',
        aud: '["us","x"]',
        exp: expect.any(String),
      }),
      scopes: ['a/read'],
    },
  });
  const open = (await (await get('/open')).json()) as { requestContext: object };
  expect(open.requestContext).not.toHaveProperty('authorizer');
});
