import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { runsSchema } from '#core/api/contract.ts';
import { type UploadAnswer, uploadAnswerSchema } from '#core/api/uploads-contract.ts';
import type { LocalStack } from '../../support/local-stack.ts';
import { hostileCsv } from './hostile-customers.ts';

/** Files by the address that the API gives; leaves the run of hostile-customers.ts published. */
export function describeUploads(stack: LocalStack): void {
  const ask = (body: unknown) => stack.api('/uploads', { method: 'POST', body: JSON.stringify(body) });
  const put = (url: string, headers: UploadAnswer['headers'], body: string, method = 'PUT') =>
    fetch(url, { method, headers, body });

  describe('an address for a file', () => {
    it('is refused for names that are no file of ours', async () => {
      for (const body of [{}, { fileName: '../a.csv' }, { fileName: 'a.exe' }, { fileName: 'a.csv', x: 1 }]) {
        const { status, body: answer } = await ask(body);
        expect([status, answer]).toMatchObject([400, { error: { code: 'UPLOAD_INVALID' } }]);
      }
      expect((await ask({ fileName: `${'a'.repeat(5000)}.csv` })).status).toBe(413);
    });

    it('takes one PUT as it was asked for, from which a run is published', async () => {
      const { url, headers, key } = uploadAnswerSchema.parse(
        (await ask({ fileName: 'künden of 2026.csv' })).body,
      );
      const csv = hostileCsv(700);
      const elsewhere = url.replace('raw/', 'models/');
      const longer = url.replace('Expires=900', 'Expires=90000');
      const another = url.replace(/Signature=(.)/, (_, digit) => `Signature=${digit === '0' ? '1' : '0'}`);
      for (const altered of [elsewhere, longer, another]) {
        expect((await put(altered, headers, csv)).status).toBe(403);
      }
      const otherType = { ...headers, 'content-type': 'text/html' };
      for (const others of [{}, otherType, { ...headers, 'if-none-match': '"x"' }]) {
        expect((await put(url, others, csv)).status).toBe(403);
      }
      expect((await fetch(url)).status).toBe(403);
      expect((await put(url, headers, csv)).status).toBe(200);
      expect((await put(url, headers, 'another')).status).toBe(412);
      expect(await stack.text(key)).toBe(csv);
      await expect
        .poll(
          async () => {
            const { runs } = runsSchema.parse((await stack.api('/runs')).body);
            const run = runs.find(({ sourceKey }) => sourceKey === key);
            return run?.failure ?? run?.state;
          },
          { timeout: 60_000, interval: 250 },
        )
        .toBe('published');
    }, 90_000);

    it('is worth nothing past its time', async () => {
      const command = new PutObjectCommand({ Bucket: stack.description.bucket, Key: 'raw/late.csv' });
      const signingDate = new Date(Date.now() - 16 * 60_000);
      const url = await getSignedUrl(stack.s3(), command, { expiresIn: 900, signingDate });
      expect((await put(url, {}, 'late')).status).toBe(403);
      expect(await stack.keys('raw/late')).toEqual([]);
    });
  });
}
