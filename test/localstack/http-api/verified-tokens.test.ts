import { expect, test } from 'vitest';
import { jwtAuthorizer } from '../../../localstack/http-api/jwt-authorizer.ts';
import { VerifiedTokens } from '../../../localstack/http-api/verified-tokens.ts';
import { testIssuer } from './test-issuer.ts';

const START_MS = Date.UTC(2026, 10, 23, 9);
const at = (seconds: number) => new Date(START_MS + seconds * 1000);
const claims = { sub: 'me', exp: START_MS / 1000 + 60 };

test('a token is known until the second in which it ends', () => {
  const tokens = new VerifiedTokens();
  tokens.add('issuer', 'token', claims, at(0));
  expect(tokens.claimsOf('issuer', 'token', at(59.999))).toBe(claims);
  expect(tokens.claimsOf('issuer', 'token', at(60))).toBeUndefined();
});

test('a long-lived token is checked again after five minutes', () => {
  const tokens = new VerifiedTokens();
  const long = { ...claims, exp: claims.exp + 86_400 };
  tokens.add('issuer', 'token', long, at(0));
  expect(tokens.claimsOf('issuer', 'token', at(299))).toBe(long);
  expect(tokens.claimsOf('issuer', 'token', at(300))).toBeUndefined();
});

test('a token is known for its issuer alone, as it was sent, and not before it was checked', () => {
  const tokens = new VerifiedTokens();
  tokens.add('issuer', 'token', claims, at(10));
  expect(tokens.claimsOf('other', 'token', at(11))).toBeUndefined();
  expect(tokens.claimsOf('issuer', 'tokeN', at(11))).toBeUndefined();
  expect(tokens.claimsOf('issuer', 'token', at(9))).toBeUndefined();
});

test('a token without an end is not kept, and of very many the oldest is forgotten', () => {
  const tokens = new VerifiedTokens();
  tokens.add('issuer', 'endless', { sub: 'me' }, at(0));
  expect(tokens.claimsOf('issuer', 'endless', at(0))).toBeUndefined();
  for (let n = 0; n <= 1000; n++) tokens.add('issuer', `${n}`, claims, at(0));
  expect(tokens.claimsOf('issuer', '0', at(1))).toBeUndefined();
  expect(tokens.claimsOf('issuer', '1', at(1))).toBe(claims);
  expect(tokens.claimsOf('issuer', '1000', at(1))).toBe(claims);
});

test('the authorizer asks a known token for the audience and scope of each route, and refuses it at its end', async () => {
  const { issuer, sign } = await testIssuer();
  let nowMs = Date.now();
  const authorize = jwtAuthorizer(() => new Date(nowMs));
  const header = `Bearer ${await sign()}`;
  const route = { issuer, audience: ['us'], scopes: ['a/read'] };
  const statusOf = async (changes: Partial<typeof route> = {}) =>
    (await authorize(header, { ...route, ...changes })).refusal?.statusCode;
  expect(await statusOf()).toBeUndefined();
  expect(await statusOf({ scopes: ['a/write'] })).toBe(403);
  expect(await statusOf({ audience: ['them'] })).toBe(401);
  expect(await statusOf({ issuer: 'http://127.0.0.1:1' })).toBe(401);
  expect(await statusOf()).toBeUndefined();
  nowMs += 61_000;
  expect(await statusOf()).toBe(401);
});
