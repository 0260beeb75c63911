import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import type { CorsRule } from '../../../localstack/services.ts';
import { BUCKET, testS3 } from './test-s3.ts';

const rule: CorsRule = {
  allowedOrigins: ['https://*.example.com', 'http://127.0.0.1:4510'],
  allowedMethods: ['PUT', 'GET'],
  allowedHeaders: ['content-type', 'x-amz-*'],
  exposedHeaders: ['ETag'],
  maxAgeSeconds: 600,
};

const preflight = (endpoint: string, headers: Record<string, string>) =>
  fetch(`${endpoint}/${BUCKET}/raw/a.csv`, { method: 'OPTIONS', headers });

test('a preflight that a rule allows is answered without keys', async () => {
  const { service } = await testS3({ cors: [rule] });
  const answer = await preflight(service.endpoint, {
    origin: 'https://app.example.com',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'Content-Type, x-amz-meta-a',
  });
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.example.com',
    'access-control-allow-methods': 'PUT, GET',
    'access-control-allow-headers': 'content-type, x-amz-meta-a',
    'access-control-expose-headers': 'ETag',
    'access-control-max-age': '600',
    vary: expect.stringContaining('Origin'),
  });
});

test.each([
  ['another origin', { origin: 'https://evil.example', 'access-control-request-method': 'PUT' }, 403],
  ['another method', { origin: 'http://127.0.0.1:4510', 'access-control-request-method': 'DELETE' }, 403],
  [
    'another header',
    {
      origin: 'http://127.0.0.1:4510',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization',
    },
    403,
  ],
  ['no method', { origin: 'http://127.0.0.1:4510' }, 400],
])('a preflight for %s is refused', async (_, headers, status) => {
  const { service } = await testS3({ cors: [rule] });
  const answer = await preflight(service.endpoint, headers as Record<string, string>);
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, null]);
});

test('a bucket without rules answers no preflight', async () => {
  const { service } = await testS3();
  const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'PUT' };
  expect((await preflight(service.endpoint, headers)).status).toBe(403);
});

test('answers and refusals carry the headers by which a page may read them', async () => {
  const { service, client } = await testS3({ cors: [rule, { ...rule, allowedOrigins: ['*'] }] });
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: BUCKET, Key: 'a' }));
  const put = (to: string, origin: string) => fetch(to, { method: 'PUT', body: 'x', headers: { origin } });
  const answer = await put(url, 'http://127.0.0.1:4510');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:4510');
  expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
  const refused = await put(`${url}0`, 'https://anywhere.example');
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, '*']);
  expect(refused.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await fetch(service.endpoint)).headers.get('access-control-allow-origin')).toBeNull();
});
