import { exportJWK, generateKeyPair, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { LocalStack } from '../support/local-stack.ts';
import { claimsOf, PoolTokens } from '../support/pool-tokens.ts';
import { appForHere } from '../support/synthesized-app.ts';
import { describeEdges } from './api/edges.ts';
import { describeFuzz } from './api/fuzz.ts';
import { describePublishedReads } from './api/published-reads.ts';
import { describeUploads } from './api/uploads.ts';

/** One learner, so that a training takes a second. */
const quickSchema = {
  ...telcoSchema,
  training: { candidates: [{ algorithm: 'logistic-regression', inverseStrength: 1 }] },
};
const stack = new LocalStack();
let tokens: PoolTokens;

beforeAll(async () => {
  await stack.start('--cdk-out', await appForHere(), '--no-sample');
  tokens = new PoolTokens(stack);
  await stack.put('config/schema.json', JSON.stringify(quickSchema));
}, 180_000);
afterAll(() => stack.dispose(), 30_000);

async function statusWith(token: string | undefined, path = '/runs', method = 'GET'): Promise<number> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const body = method === 'POST' ? { body: '{}' } : {};
  return (await fetch(`${stack.description.apiUrl}${path}`, { method, headers, ...body })).status;
}
const hour = 3600;
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

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
      '/changes',
      '/definitions',
      '/plan',
      '/survival',
    ];
    for (const path of [...paths, '/runs/x/quality']) expect(await statusWith(undefined, path)).toBe(401);
    expect(await statusWith(undefined, '/uploads', 'POST')).toBe(401);
    const predict = await fetch(`${stack.description.apiUrl}/predict`, { method: 'POST', body: '{}' });
    expect([predict.status, predict.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await predict.json()).toEqual({ message: 'Unauthorized' });
  });

  it.each<[string, JWTPayload, number]>([
    ['as it is', {}, 200],
    ['of another client', { client_id: 'someone-else' }, 401],
    ['for another audience', { aud: 'someone-else' }, 401],
    ['that has ended', { exp: secondsFromNow(-10) }, 401],
    ['that is not good yet', { nbf: secondsFromNow(600) }, 401],
    ['of the future', { iat: secondsFromNow(hour) }, 401],
    ['of another issuer', { iss: 'https://elsewhere.example.com' }, 401],
    ['with no scope', { scope: '' }, 403],
    ['with another scope', { scope: 'churn/predict' }, 403],
    ['with the scope of reading alone', { scope: 'churn/read' }, 200],
  ])('meets a token %s', async (_name, claims, status) => {
    const token = await tokens.with(claims);
    expect(await statusWith(token)).toBe(status);
    if (status === 401) {
      expect(await statusWith(token, '/predict', 'POST')).toBe(401);
      expect(await statusWith(token, '/uploads', 'POST')).toBe(401);
    }
  });

  it.each<[string, number, number, number]>([
    ['churn/read', 200, 403, 403],
    ['churn/predict', 403, 503, 403],
    ['churn/admin', 403, 403, 400],
    ['churn/read churn/predict', 200, 503, 403],
    ['openid churn/readall xchurn/read', 403, 403, 403],
    ['', 403, 403, 403],
  ])(
    'lets the scope "%s" read, predict and upload with %i, %i and %i',
    async (scope, read, predict, upload) => {
      // Of those let in, the predicting function has no model yet, and the uploading one misses a file name.
      const token = await tokens.with({ scope });
      const met = [
        await statusWith(token),
        await statusWith(token, '/predict', 'POST'),
        await statusWith(token, '/uploads', 'POST'),
      ];
      expect(met).toEqual([read, predict, upload]);
    },
  );

  it('says with 503 in how many seconds to come back, and CloudFront leaves it at that', async () => {
    for (const origin of [stack.description.apiUrl, stack.description.dashboardUrl]) {
      const url = new URL('/api/predict', origin);
      const answer = await fetch(url, { method: 'POST', body: '{}', headers: stack.authorization });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
    }
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
      expect(await statusWith(forged, '/uploads', 'POST')).toBe(401);
    }
    for (const nonsense of ['x', 'a.b.c', 'x'.repeat(4000), `${tokens.token}x`]) {
      expect(await statusWith(nonsense)).toBe(401);
    }
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

describeUploads(stack);
describePublishedReads(stack);
describeEdges(stack);
describeFuzz(stack);
