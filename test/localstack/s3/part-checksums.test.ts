import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { BUCKET, errorOf, noise, testS3 } from './test-s3.ts';
import { at, begin, complete, MIB, part, read } from './upload-steps.ts';

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
  'the %s of parts is kept and put together',
  async (ChecksumAlgorithm) => {
    const { client } = await testS3();
    const body = noise(5 * MIB + 1000, 8);
    const isCrc = ChecksumAlgorithm.startsWith('CRC');
    const UploadId = await begin(client, {
      ChecksumAlgorithm,
      ChecksumType: isCrc ? 'FULL_OBJECT' : 'COMPOSITE',
    });
    const options = { ChecksumAlgorithm };
    const parts = [
      await part(client, UploadId, 1, body.subarray(0, 5 * MIB), options),
      await part(client, UploadId, 2, body.subarray(5 * MIB), options),
    ];
    const done = await complete(client, UploadId, parts);
    const name = `Checksum${ChecksumAlgorithm}` as const;
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'whole', Body: body, ChecksumAlgorithm }));
    const ChecksumMode = 'ENABLED';
    const whole = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'whole', ChecksumMode }));
    if (isCrc) expect(done[name]).toBe(whole[name]);
    else expect(done[name]).toMatch(/=-2$/);
    const head = await client.send(new HeadObjectCommand({ ...at, ChecksumMode }));
    expect([head[name], head.ChecksumType]).toEqual([done[name], isCrc ? 'FULL_OBJECT' : 'COMPOSITE']);
    expect((await read(client)).equals(body)).toBe(true);
  },
);

test('a part with another checksum algorithm than its upload is refused', async () => {
  const { client } = await testS3();
  const UploadId = await begin(client, { ChecksumAlgorithm: 'SHA256' });
  const refused = part(client, UploadId, 1, noise(10), { ChecksumAlgorithm: 'CRC32' });
  expect((await errorOf(refused)).name).toBe('InvalidRequest');
});
