import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startHttpApi } from '../../../localstack/http-api/http-api-service.ts';
import { testFunction } from '../lambda/bundles.ts';
import { lambdaIn, testCloud } from '../lambda/test-cloud.ts';
import { answering, api, echo, raw } from './test-api.ts';

test('a function that takes too long is a 503', async () => {
  const { endpoint } = await api(() => new Promise(() => undefined), { integrationTimeoutMs: 20 });
  const response = await fetch(endpoint);
  expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
});

test('no route, a path that does not decode and a body over 10 MB are refused', async () => {
  const { endpoint } = await api(echo, {}, 'GET /api/kpis', 'POST /api/predict');
  const statusOf = async (path: string, init?: RequestInit) =>
    (await fetch(`${endpoint}${path}`, init)).status;
  expect(await statusOf('/api/kpis')).toBe(200);
  expect(await statusOf('/api/other')).toBe(404);
  expect(await statusOf('/api/kpis', { method: 'DELETE' })).toBe(404);
  expect(await statusOf('/api/kpis', { method: 'HEAD' })).toBe(404);
  expect(await statusOf('/api/kpis', { method: 'OPTIONS' })).toBe(404);
  expect(await statusOf('/%E0%A4%A')).toBe(400);
  const tooLarge = await fetch(`${endpoint}/api/predict`, {
    method: 'POST',
    body: 'x'.repeat(10 * 1024 * 1024 + 1),
  });
  expect([tooLarge.status, await tooLarge.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
});

test('HEAD on ANY gets headers alone', async () => {
  const { endpoint } = await api(answering({ statusCode: 200, body: 'text' }), {}, 'ANY /x');
  const response = await fetch(`${endpoint}/x`, { method: 'HEAD' });
  expect([response.headers.get('content-length'), await response.text()]).toEqual(['4', '']);
});

test('a stage other than $default is a prefix of the path', async () => {
  const { endpoint } = await api(echo, { stage: 'prod' }, 'GET /kpis');
  expect(await (await fetch(`${endpoint}/prod/kpis`)).json()).toMatchObject({
    rawPath: '/prod/kpis',
    requestContext: { stage: 'prod' },
  });
  expect((await fetch(`${endpoint}/kpis`)).status).toBe(404);
});

test('over the burst, requests are told when to come back', async () => {
  const { endpoint } = await api(echo, { throttling: { rateLimit: 0.5, burstLimit: 2 } });
  const responses = await Promise.all([1, 2, 3].map(() => fetch(endpoint)));
  expect(responses.map((response) => response.status).toSorted()).toEqual([200, 200, 429]);
  const refused = responses.find((response) => response.status === 429);
  expect(await refused?.json()).toEqual({ message: 'Too Many Requests' });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('one connection takes many requests; garbage and broken-off requests do not stop the service', async () => {
  let calls = 0;
  const { endpoint, logged } = await api(async () => ({ payload: String(++calls) }));
  const request = (last: boolean) =>
    `GET / HTTP/1.1\r\nHost: x\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
  expect(
    (await raw(endpoint, request(false) + request(false) + request(true))).match(/HTTP\/1\.1 200/g),
  ).toHaveLength(3);
  expect(await raw(endpoint, '\u0000\u0001 garbage\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
  expect(await raw(endpoint, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
    / 431 /,
  );
  const { hostname, port } = new URL(endpoint);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy());
      socket.on('close', () => resolve());
    });
  });
  expect((await fetch(endpoint)).status).toBe(200);
  expect(calls).toBe(4);
  expect(logged).toEqual([]);
});

test('a taken port is an error', async () => {
  const { endpoint } = await api(echo);
  await expect(api(echo, { port: Number(new URL(endpoint).port) })).rejects.toThrow(/EADDRINUSE/);
});

test('a real function answers a real request', async () => {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'greets', {
    fileName: 'index.mjs',
    code: `export const handler = async (event) => ({ statusCode: 200, headers: { 'content-type': 'text/plain' },
      body: event.requestContext.http.method + ' ' + event.pathParameters.name });`,
  });
  lambda.register(configuration);
  const service = await startHttpApi(context, {
    ...{ apiId: 'abc123', port: 0, stage: '$default', lambda },
    routes: [{ routeKey: 'GET /hello/{name}', functionArn: configuration.arn }],
  });
  onTestFinished(() => service.close());
  expect(await (await fetch(`${service.endpoint}/hello/you`)).text()).toBe('GET you');
});
