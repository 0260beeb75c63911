import { S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_FILE_NAME_CHARACTERS,
  MAX_UPLOAD_BYTES,
  UPLOAD_ENDINGS,
  uploadAnswerSchema,
} from '#core/api/uploads-contract.ts';
import { RequestError } from '#core/errors.ts';
import { createS3UploadUrls } from '#platform/store/upload-urls.ts';
import { createUpload } from '../../functions/uploads/create-upload.ts';

const client = new S3Client({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  requestChecksumCalculation: 'WHEN_REQUIRED',
});
const ports = {
  urls: createS3UploadUrls('lake', client),
  now: () => new Date('2026-11-22T09:00:10.123Z'),
  randomHex: () => '3f9a01bc',
};
const upload = (body: unknown) => createUpload(body, ports);

describe('POST /uploads', () => {
  it('gives a key of its own under raw/ and an address for one PUT of fifteen minutes', async () => {
    const answer = uploadAnswerSchema.parse(await upload({ fileName: 'Kunden März (2).CSV' }));
    expect(answer).toMatchObject({
      method: 'PUT',
      key: 'raw/20261122T090010Z-3f9a01bc-Kunden März (2).CSV',
      headers: { 'content-type': 'application/octet-stream', 'if-none-match': '*' },
      expiresAt: '2026-11-22T09:15:10.123Z',
      maxBytes: MAX_UPLOAD_BYTES,
    });
    const url = new URL(answer.url);
    expect(decodeURIComponent(url.pathname)).toBe(`/${answer.key}`);
    expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-type;host;if-none-match');
    expect([...url.searchParams.keys()].filter((name) => name.includes('checksum'))).toEqual([]);
  });

  it.each(UPLOAD_ENDINGS)('takes names that end in %s', async (ending) => {
    expect((await upload({ fileName: `a${ending}` })).key).toMatch(`-a${ending}`);
  });

  it.each<[unknown, string]>([
    [{}, 'fileName'],
    [{ fileName: '' }, 'fileName'],
    [{ fileName: 7 }, 'fileName'],
    [{ fileName: 'a.csv', bucket: 'other' }, ''],
    [{ fileName: `${'a'.repeat(MAX_FILE_NAME_CHARACTERS - 3)}.csv` }, 'fileName'],
    [{ fileName: 'a.exe' }, 'fileName'],
    [{ fileName: '.csv' }, 'fileName'],
    [{ fileName: '../models/champion.csv' }, 'fileName'],
    [{ fileName: '..\\a.csv' }, 'fileName'],
    [{ fileName: '%2e%2e%2fa.csv' }, 'fileName'],
    [{ fileName: 'a\u0000.csv' }, 'fileName'],
    [{ fileName: 'a\n.csv' }, 'fileName'],
    [{ fileName: "a' OR 1=1 --.csv" }, 'fileName'],
    [{ fileName: '<script>.csv' }, 'fileName'],
    [{ fileName: 'a\u202Evsc.csv' }, 'fileName'],
    [[], ''],
    [null, ''],
  ])('refuses %j', async (body, path) => {
    const refusal = await upload(body).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RequestError);
    expect(refusal).toMatchObject({
      code: 'UPLOAD_INVALID',
      fields: expect.arrayContaining([expect.objectContaining({ path })]),
    });
  });

  it('makes of whatever name a key directly under raw/, or refuses it', async () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 140 }),
      fc.string({ unit: fc.constantFrom('a', 'é', '.', '/', '\\', ' ', '%', '\u0000', '文'), maxLength: 12 }),
    );
    const ending = fc.constantFrom(...UPLOAD_ENDINGS, '', '/');
    await fc.assert(
      fc.asyncProperty(name, ending, async (start, end) => {
        try {
          const { key } = await upload({ fileName: start + end });
          expect(key).toMatch(/^raw\/20261122T090010Z-3f9a01bc-[^/\\\p{C}<>%'"]+$/u);
          expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
        } catch (error) {
          expect(error).toBeInstanceOf(RequestError);
        }
      }),
    );
  });
});
