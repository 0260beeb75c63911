import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { measureLoad } from '../../../bench/predict/load/http-load.ts';
import { withEcho } from '../../../bench/predict/load/with-echo.ts';

/** Answers each request by its body's text. */
async function serverOf(answer: (body: string, respond: Parameters<RequestListener>[1]) => void) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const load = (url: string) => ({
  ...{ url, headers: {}, bodies: ['one', 'two', 'three'], connections: 2, seconds: 1 },
  isRight: (body: string) => body === 'right',
  signal: new AbortController().signal,
});

it('sends the bodies in turn and finds nothing wrong with right answers', async () => {
  const seen = new Map<string, number>();
  const url = await serverOf((body, response) => {
    seen.set(body, (seen.get(body) ?? 0) + 1);
    response.end('right');
  });
  const { requestsPerSecond, latency, errors, answerBytes } = await measureLoad(load(url));
  expect({ errors, answerBytes }).toEqual({ errors: 0, answerBytes: 5 });
  expect(requestsPerSecond).toBeGreaterThan(0);
  expect(latency.p50).toBeLessThanOrEqual(latency.p99);
  const counts = ['one', 'two', 'three'].map((body) => seen.get(body) ?? 0);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
});

it.each<[string, (body: string, response: Parameters<RequestListener>[1]) => void]>([
  ['another status', (_body, response) => void response.writeHead(429).end('right')],
  ['a wrong body', (body, response) => void response.end(body === 'two' ? 'wrong' : 'right')],
  [
    'a broken connection',
    (body, response) => void (body === 'two' ? response.destroy() : response.end('right')),
  ],
])('counts %s as an error', async (_name, answer) => {
  expect((await measureLoad(load(await serverOf(answer)))).errors).toBeGreaterThan(0);
});

it('keeps to a rate', async () => {
  let requests = 0;
  const url = await serverOf((_body, response) => {
    requests += 1;
    response.end('right');
  });
  const { errors } = await measureLoad({ ...load(url), connections: 8, requestsPerSecond: 40 });
  expect(requests).toBeLessThanOrEqual(80);
  expect(errors).toBe(0);
});

it('ends with the signal', async () => {
  const url = await serverOf((_body, response) => void response.end('right'));
  const stop = new AbortController();
  const running = measureLoad({ ...load(url), seconds: 600, signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
});

it('has a bare echo that answers with as many bytes as it is asked for, and ends with its use', async () => {
  let address = '';
  const answer = await withEcho(2000, async (url) => {
    address = url;
    const response = await fetch(url, { method: 'POST', body: 'anything' });
    return response.text();
  });
  expect(answer).toHaveLength(2000);
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});
