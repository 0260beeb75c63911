import { request as httpRequest } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { behavior, distribution, page } from './test-distribution.ts';

/** The bytes and headers as they come over the wire; fetch would unpack them. */
function wire(endpoint: string, path: string, acceptEncoding: string) {
  return new Promise<{ encoding: unknown; etag: unknown; vary: unknown; body: Buffer }>((resolve) => {
    httpRequest(
      `${endpoint}${path}`,
      { headers: { 'accept-encoding': acceptEncoding }, agent: false },
      async (answer) => {
        const { 'content-encoding': encoding, etag, vary } = answer.headers;
        resolve({ encoding, etag, vary, body: Buffer.concat(await answer.toArray()) });
      },
    ).end();
  });
}

test('text is compressed as the viewer takes it, pictures and short texts are not', async () => {
  const { endpoint } = await distribution();
  const brotli = await wire(endpoint, '/', 'gzip, deflate, br');
  expect(brotli).toMatchObject({ encoding: 'br', etag: 'W/"tag"', vary: 'Accept-Encoding' });
  expect(brotliDecompressSync(brotli.body).toString()).toBe(page);
  const gzip = await wire(endpoint, '/', 'br;q=0, gzip;q=0.5');
  expect(gzip.encoding).toBe('gzip');
  expect(gunzipSync(gzip.body).toString()).toBe(page);
  const plain = await wire(endpoint, '/', 'identity');
  expect([plain.encoding, plain.etag, plain.vary]).toEqual([undefined, '"tag"', 'Accept-Encoding']);
  expect((await wire(endpoint, '/picture.png', 'br')).encoding).toBeUndefined();
  expect((await wire(endpoint, '/small.txt', 'br')).encoding).toBeUndefined();
  const unwanted = await distribution({ behaviors: [behavior({ compress: false })] });
  expect((await wire(unwanted.endpoint, '/', 'br')).encoding).toBeUndefined();
});
