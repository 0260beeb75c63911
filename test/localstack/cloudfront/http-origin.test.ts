import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { apiTo, behavior, distribution, withServer } from './test-distribution.ts';

test('a server gets the request whole, but not the viewer as its host', async () => {
  const { endpoint } = await withServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    response.writeHead(418, { 'set-cookie': ['a=1', 'b=2'], 'x-own': 'yes' });
    response.end(
      JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }),
    );
  });
  const response = await fetch(`${endpoint}/api/a%20b?q=%C3%A4&q=2`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer t', 'x-forwarded-for': '10.0.0.1' },
    body: 'text',
  });
  const seen = (await response.json()) as { headers: Record<string, string> };
  expect(response.status).toBe(418);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(response.headers.get('x-own')).toBe('yes');
  expect(seen).toMatchObject({ method: 'PATCH', url: '/api/a%20b?q=%C3%A4&q=2', body: 'text' });
  expect(seen.headers).toMatchObject({ authorization: 'Bearer t', 'x-forwarded-for': '10.0.0.1, 127.0.0.1' });
  expect(seen.headers.host).not.toBe(new URL(endpoint).host);
  expect(seen.headers['x-amz-cf-id']).toBeDefined();
});

test('bodies are streamed both ways', async () => {
  const { endpoint } = await withServer((request, response) => void request.pipe(response));
  const { hostname, port } = new URL(endpoint);
  const received: string[] = [];
  await new Promise<void>((resolve) => {
    const call = httpRequest(
      { hostname, port, path: '/api/echo', method: 'POST', agent: false },
      (response) => {
        response.setEncoding('utf8').on('data', (chunk: string) => {
          received.push(chunk);
          if (received.length === 1) call.end('second');
        });
        response.on('end', resolve);
      },
    );
    call.write('first');
  });
  expect(received.join('')).toBe('firstsecond');
});

test('a server that is gone is 502, also for a request with a body; one that breaks off breaks the answer off', async () => {
  const { endpoint } = await distribution({ behaviors: [apiTo(1), behavior()] });
  expect((await fetch(`${endpoint}/api/x`)).status).toBe(502);
  expect((await fetch(`${endpoint}/api/x`, { method: 'POST', body: 'x'.repeat(1_000_000) })).status).toBe(
    502,
  );
  const broken = await withServer((_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half', () => response.destroy());
  });
  await expect(fetch(`${broken.endpoint}/api/x`).then((response) => response.text())).rejects.toThrow();
  expect((await fetch(`${broken.endpoint}/small.txt`)).status).toBe(200);
});

test('a viewer that goes away ends the request to the server', async () => {
  const reached = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const { endpoint } = await withServer((_request, response) => {
    response.on('close', ended.resolve);
    reached.resolve();
  });
  const { hostname, port } = new URL(endpoint);
  const viewer = connect(Number(port), hostname, () =>
    viewer.write('GET /api/x HTTP/1.1\r\nHost: x\r\n\r\n'),
  );
  await reached.promise;
  viewer.destroy();
  await ended.promise;
});
