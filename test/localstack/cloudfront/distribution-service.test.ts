import { request as httpRequest } from 'node:http';
import { expect, test, vi } from 'vitest';
import { behavior, distribution, page, site } from './test-distribution.ts';

/** Sends a path as it is, which fetch would tidy up. */
function rawStatus(endpoint: string, path: string): Promise<number> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('the root object stands for / alone', async () => {
  const { endpoint } = await distribution();
  const root = await fetch(`${endpoint}/?x=1`);
  expect([root.status, root.headers.get('content-type'), await root.text()]).toEqual([
    200,
    'text/html',
    page,
  ]);
  expect(root.headers.get('cache-control')).toBe('no-cache');
  expect((await fetch(`${endpoint}/assets/`)).status).toBe(403);
  expect(
    (await fetch(`${(await distribution({ defaultRootObject: undefined as never })).endpoint}/`)).status,
  ).toBe(403);
});

test('methods that are not allowed are 403, allowed ones that S3 does not know 405', async () => {
  const { endpoint } = await distribution({
    behaviors: [behavior({ pathPattern: '/open/*', allowedMethods: ['GET', 'POST'] }), behavior()],
  });
  expect((await fetch(`${endpoint}/small.txt`, { method: 'DELETE' })).status).toBe(403);
  expect((await fetch(`${endpoint}/small.txt`, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(
    403,
  );
  expect((await fetch(`${endpoint}/open/x`, { method: 'POST', body: 'x' })).status).toBe(405);
});

test.each([
  '/../secret',
  '/assets/../../secret',
  '/%2e%2e/secret',
  '/a%5c..%5cb',
  '/a%00b',
  '//etc/passwd',
  '/%zz',
])('the path %s never reaches an origin', async (path) => {
  const read = vi.fn(site.read);
  const { endpoint } = await distribution({ behaviors: [behavior({ origin: { kind: 's3', read } })] });
  expect(await rawStatus(endpoint, path)).toBe(400);
  expect(read).not.toHaveBeenCalled();
});

test('the first matching behavior wins, and its headers are set, over the origin or beside it', async () => {
  const responseHeaders = [
    { name: 'Content-Security-Policy', value: "default-src 'none'", override: true },
    { name: 'Cache-Control', value: 'max-age=1', override: false },
    { name: 'Content-Type', value: 'text/x-forced', override: true },
  ];
  const { endpoint } = await distribution({
    behaviors: [behavior({ pathPattern: '*.txt', responseHeaders }), behavior()],
  });
  const { headers } = await fetch(`${endpoint}/small.txt`);
  expect(headers.get('content-security-policy')).toBe("default-src 'none'");
  expect(headers.get('cache-control')).toBe('no-cache');
  expect(headers.get('content-type')).toBe('text/x-forced');
  expect((await fetch(`${endpoint}/picture.png`)).headers.get('content-security-policy')).toBeNull();
});

test('an error of an origin gets its page and status; a page that is not there changes nothing', async () => {
  const toPage = (errorCode: number, responsePagePath: string) => ({
    errorCode,
    responseCode: 200,
    responsePagePath,
  });
  const { endpoint } = await distribution({
    errorResponses: [toPage(403, '/index.html'), toPage(416, '/none.html')],
  });
  const spa = await fetch(`${endpoint}/customers/17`);
  expect([spa.status, await spa.text()]).toEqual([200, page]);
  expect((await fetch(`${endpoint}/small.txt`, { headers: { range: 'bytes=99-' } })).status).toBe(416);
});

test('a distribution without a default behavior is refused', async () => {
  await expect(distribution({ behaviors: [behavior({ pathPattern: '/api/*' })] })).rejects.toThrow(
    /must have the path/,
  );
  await expect(distribution({ behaviors: [] })).rejects.toThrow(/must have the path/);
});
