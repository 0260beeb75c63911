import { expect, test } from 'vitest';
import { distribution, files } from './test-distribution.ts';

test('a key is the decoded path, and an object that is not there is forbidden', async () => {
  const { endpoint } = await distribution();
  expect(await (await fetch(`${endpoint}/assets/a%20b.js`)).text()).toBe(files['assets/a b.js']?.text);
  const missing = await fetch(`${endpoint}/none.js`);
  expect([missing.status, await missing.text()]).toEqual([403, expect.stringContaining('AccessDenied')]);
});

test('a known tag, weak or not, is answered with 304', async () => {
  const { endpoint } = await distribution();
  for (const tag of ['"tag"', 'W/"tag"', '"other", "tag"', '*']) {
    const response = await fetch(`${endpoint}/small.txt`, { headers: { 'if-none-match': tag } });
    expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([
      304,
      '',
      '"tag"',
    ]);
  }
  expect((await fetch(`${endpoint}/small.txt`, { headers: { 'if-none-match': '"other"' } })).status).toBe(
    200,
  );
});

test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
  ['bytes=10-', 416, expect.stringContaining('InvalidRange'), 'bytes */10'],
  ['bytes=4-2', 200, '0123456789', null],
  ['lines=1-2', 200, '0123456789', null],
])('the range %s gives %s', async (range, status, text, contentRange) => {
  const { endpoint } = await distribution();
  const response = await fetch(`${endpoint}/small.txt`, { headers: { range } });
  expect([response.status, await response.text(), response.headers.get('content-range')]).toEqual([
    status,
    text,
    contentRange,
  ]);
});

test('HEAD has the headers of GET and no body', async () => {
  const { endpoint } = await distribution();
  const response = await fetch(`${endpoint}/small.txt`, { method: 'HEAD' });
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
    200,
    '10',
    '',
  ]);
});
