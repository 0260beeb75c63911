import { exportJWK, generateKeyPair, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LocalStack } from '../support/local-stack.ts';
import { claimsOf, PoolTokens } from '../support/pool-tokens.ts';

const stack = new LocalStack();
let tokens: PoolTokens;

beforeAll(async () => {
  await stack.start('--no-sample');
  tokens = new PoolTokens(stack);
}, 180_000);
afterAll(() => stack.dispose(), 30_000);

async function statusWith(token: string | undefined, path = '/runs'): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return (await fetch(`${stack.description.apiUrl}${path}`, { headers })).status;
}

describe('the API', () => {
  it('answers whoever has the token of stack.json, directly and by the dashboard’s origin', async () => {
    expect(await statusWith(stack.description.token)).toBe(200);
    const through = await fetch(new URL('/api/runs', stack.description.dashboardUrl), {
      headers: stack.authorization,
    });
    expect(through.status).toBe(200);
  });

  it('answers everybody about its health, and nobody else about anything', async () => {
    expect(await statusWith(undefined, '/health')).toBe(200);
    const paths = [
      '/kpis',
      '/risk-distribution',
      '/segments',
      '/customers',
      '/customers/x',
      '/model',
      '/runs',
    ];
    for (const path of [...paths, '/runs/x/quality']) expect(await statusWith(undefined, path)).toBe(401);
    const predict = await fetch(`${stack.description.apiUrl}/predict`, { method: 'POST', body: '{}' });
    expect([predict.status, predict.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await predict.json()).toEqual({ message: 'Unauthorized' });
  });

  it.each<[string, JWTPayload, number]>([
    ['as it is', {}, 200],
    ['of another client', { client_id: 'someone-else' }, 401],
    ['for another audience', { aud: 'someone-else' }, 401],
    ['that has ended', { exp: Math.floor(Date.now() / 1000) - 10 }, 401],
    ['that is not good yet', { nbf: Math.floor(Date.now() / 1000) + 600 }, 401],
    ['of another issuer', { iss: 'https://elsewhere.example.com' }, 401],
    ['with no scope', { scope: '' }, 403],
    ['with another scope', { scope: 'churn/predict' }, 403],
    ['with the scope of reading alone', { scope: 'churn/read' }, 200],
  ])('meets a token %s', async (_name, claims, status) => {
    expect(await statusWith(await tokens.with(claims))).toBe(status);
  });

  it('takes no token of another key, without a signature, or signed with the public keys as a secret', async () => {
    const other = await generateKeyPair('RS256', { extractable: true });
    const published = await (await fetch(`${claimsOf(tokens.token).iss}/.well-known/jwks.json`)).text();
    for (const forged of [
      await tokens.with({}, await exportJWK(other.privateKey)),
      ...tokens.unsigned(),
      tokens.signedWithText(published),
    ]) {
      expect(await statusWith(forged)).toBe(401);
    }
  });

  it('lets a predicting program predict and not read', async () => {
    const token = await tokens.with({ scope: 'churn/predict' });
    expect(await statusWith(token)).toBe(403);
    const answer = await fetch(`${stack.description.apiUrl}/predict`, {
      ...{ method: 'POST', body: '{}' },
      headers: { authorization: `Bearer ${token}` },
    });
    // The function is reached, and has no model yet.
    expect(answer.status).toBe(503);
  });
});

describe('a program', () => {
  const askForToken = (secret: string, body: Readonly<Record<string, string>>, id: string) =>
    fetch(`${claimsOf(tokens.token).iss}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...body }),
    });

  it('gets a token for its secret, with the scopes that it asks for, or all of them', async () => {
    const { clientId: id, clientSecret: secret } = tokens;
    const answer = await askForToken(secret, { scope: 'churn/read' }, id);
    const { access_token: token } = z.object({ access_token: z.string() }).parse(await answer.json());
    expect(claimsOf(token)).toMatchObject({
      ...{
        token_use: 'access',
        client_id: id,
        sub: id,
        scope: 'churn/read',
        iss: claimsOf(tokens.token).iss,
      },
    });
    expect(await statusWith(token)).toBe(200);
    const all = z
      .object({ access_token: z.string() })
      .parse(await (await askForToken(secret, {}, id)).json());
    expect(claimsOf(all.access_token).scope).toBe('churn/read churn/predict churn/admin');
    expect((await askForToken('wrong', {}, id)).status).toBe(401);
    for (const scope of ['churn/everything', 'churn/read churn/everything', 'openid']) {
      expect((await askForToken(secret, { scope }, id)).status).toBe(400);
    }
  });
});
