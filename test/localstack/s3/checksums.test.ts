import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type ChecksumAlgorithm,
  crcPolynomial,
  startChecksum,
} from '../../../localstack/s3/body/checksums.ts';
import { combineCrcs } from '../../../localstack/s3/body/crc-combine.ts';
import { sendRaw, sendSigned, signedHeaders } from './raw-request.ts';
import { BUCKET, clientOf, errorOf, noise, testS3 } from './test-s3.ts';

const at = { Bucket: BUCKET, Key: 'k' };
const CRCS = ['CRC32', 'CRC32C', 'CRC64NVME'] as const;

function checksumOf(algorithm: ChecksumAlgorithm, data: Uint8Array): Buffer {
  const running = startChecksum(algorithm);
  running.update(data);
  return running.digest();
}

// The check values of the Catalogue of parametrised CRC algorithms, for the text 123456789.
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
] as const)('%s of the check text is %s', (algorithm, expected) => {
  expect(checksumOf(algorithm, Buffer.from('123456789')).toString('hex')).toBe(expected);
});

test.each(CRCS)('%s does not depend on how the data is cut, and combines', (algorithm) => {
  const property = fc.property(
    fc.uint8Array({ maxLength: 100 }),
    fc.uint8Array({ maxLength: 100 }),
    (left, right) => {
      const whole = checksumOf(algorithm, Buffer.concat([left, right]));
      const running = startChecksum(algorithm);
      running.update(left);
      running.update(right);
      expect(running.digest()).toEqual(whole);
      const [first, second] = [checksumOf(algorithm, left), checksumOf(algorithm, right)];
      expect(combineCrcs(first, second, right.length, crcPolynomial(algorithm)!)).toEqual(whole);
    },
  );
  fc.assert(property, { numRuns: 200 });
});

test.each([...CRCS, 'SHA1', 'SHA256'] as const)(
  '%s is verified, kept and given back, from a buffer and from a stream',
  async (ChecksumAlgorithm) => {
    const { client } = await testS3();
    const body = noise(200_001);
    const name = `Checksum${ChecksumAlgorithm}` as const;
    const expected = checksumOf(ChecksumAlgorithm, body).toString('base64');
    const read = () => new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' });
    await client.send(new PutObjectCommand({ ...at, Body: body, [name]: expected }));
    expect((await client.send(read()))[name]).toBe(expected);
    const wrong = checksumOf(ChecksumAlgorithm, Buffer.from('other')).toString('base64');
    const refused = client.send(new PutObjectCommand({ ...at, Body: body, [name]: wrong }));
    expect(await errorOf(refused)).toEqual({ name: 'BadDigest', status: 400 });
    const Body = Readable.from([body.subarray(0, 70_000), body.subarray(70_000)], { objectMode: false });
    const trailing = { ...at, Key: 'stream', Body, ContentLength: body.length, ChecksumAlgorithm };
    await client.send(new PutObjectCommand(trailing));
    const got = await client.send(new GetObjectCommand({ ...at, Key: 'stream', ChecksumMode: 'ENABLED' }));
    expect(got[name]).toBe(expected);
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
  },
);

test.each(['SHA512', 'MD5'] as const)(
  '%s, which the client does not compute, is verified',
  async (algorithm) => {
    const { client, service } = await testS3();
    const send = (data: string) => {
      const value = checksumOf(algorithm, Buffer.from(data)).toString('base64');
      const headers = { [`x-amz-checksum-${algorithm.toLowerCase()}`]: value };
      return sendSigned(service.endpoint, {
        method: 'PUT',
        target: `/${BUCKET}/k`,
        headers,
        body: Buffer.from('x'),
      });
    };
    expect((await send('y')).code).toBe('BadDigest');
    expect((await send('x')).status).toBe(200);
    const head = await client.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
    expect(head[`Checksum${algorithm}`]).toBe(checksumOf(algorithm, Buffer.from('x')).toString('base64'));
  },
);

test('a wrong or malformed Content-MD5 is refused, a right one taken', async () => {
  const { client } = await testS3();
  const put = (ContentMD5: string) => client.send(new PutObjectCommand({ ...at, Body: 'x', ContentMD5 }));
  await put(createHash('md5').update('x').digest('base64'));
  expect((await errorOf(put(createHash('md5').update('y').digest('base64')))).name).toBe('BadDigest');
  expect((await errorOf(put('nonsense'))).name).toBe('InvalidDigest');
});

test('checksums that S3 has and this does not are refused, not left out', async () => {
  const { client } = await testS3();
  const put = (options: Partial<PutObjectCommandInput>) =>
    client.send(new PutObjectCommand({ ...at, Body: 'x', ...options }));
  expect((await errorOf(put({ ChecksumXXHASH64: 'AAAAAAAAAAA=' }))).name).toBe('NotImplemented');
  expect((await errorOf(put({ ChecksumCRC32: 'AAAA' }))).name).toBe('InvalidRequest');
});

test('a body other than the signed one is refused, and the object stays as it was', async () => {
  const { client, service } = await testS3();
  await client.send(new PutObjectCommand({ ...at, Body: 'kept' }));
  const raw = { method: 'PUT', target: `/${BUCKET}/k`, body: Buffer.from('signed') };
  const { headers } = signedHeaders(service.endpoint, raw);
  const answer = await sendRaw(service.endpoint, { ...raw, headers, body: Buffer.from('tamper') });
  expect([answer.status, answer.code]).toEqual([400, 'XAmzContentSHA256Mismatch']);
  expect(Buffer.from((await service.getObject(BUCKET, 'k'))!.body).toString()).toBe('kept');
});

const trailer = (body: string, more: Record<string, string> = {}) => ({
  method: 'PUT',
  target: `/${BUCKET}/chunked`,
  payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  headers: {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '5',
    'x-amz-trailer': 'x-amz-checksum-crc32',
    ...more,
  },
  body: Buffer.from(body),
});

test.each([
  ['a whole one', '3\r\nhel\r\n2\r\nlo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n', 200, undefined],
  ['a wrong checksum', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', 400, 'BadDigest'],
  ['no checksum', '5\r\nhello\r\n0\r\n\r\n', 400, 'InvalidRequest'],
  ['too much', '6\r\nhello!\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n', 400, 'IncompleteBody'],
  ['too little', '4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n', 400, 'IncompleteBody'],
  ['no end', '5\r\nhello\r\n', 400, 'IncompleteBody'],
  ['no chunks', 'hello', 400, 'IncompleteBody'],
  ['a size that is none', 'xyz\r\nhello\r\n0\r\n\r\n', 400, 'InvalidRequest'],
  ['an endless line', 'a'.repeat(10_000), 400, 'InvalidRequest'],
])('aws-chunked with %s', async (_, body, status, code) => {
  const { service, logged } = await testS3();
  const answer = await sendSigned(service.endpoint, trailer(body));
  expect([answer.status, answer.code]).toEqual([status, code]);
  const stored = await service.getObject(BUCKET, 'chunked');
  expect(stored && Buffer.from(stored.body).toString()).toBe(status === 200 ? 'hello' : undefined);
  expect(logged).toEqual([]);
});

test('aws-chunked is not kept as a content encoding', async () => {
  const { service, client } = await testS3();
  const body = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n';
  await sendSigned(service.endpoint, trailer(body, { 'content-encoding': 'gzip,aws-chunked' }));
  const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'chunked' }));
  expect(head.ContentEncoding).toBe('gzip');
});

test.each([true, false])('signed chunks are taken; tampered with: %s', async (isTampered) => {
  const { service } = await testS3();
  const raw = {
    method: 'PUT',
    target: `/${BUCKET}/signed`,
    payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    headers: { 'x-amz-decoded-content-length': '5' },
  };
  const { headers, signer, amzDate, signature } = signedHeaders(service.endpoint, raw);
  const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
  let previous = signature;
  const chunk = (data: string, sent: string) => {
    const lines = ['AWS4-HMAC-SHA256-PAYLOAD', amzDate, signer.scope, previous, sha256(''), sha256(data)];
    previous = signer.sign(lines.join('\n'));
    return `${sent.length.toString(16)};chunk-signature=${previous}\r\n${sent}\r\n`;
  };
  const body = Buffer.from(chunk('hello', isTampered ? 'hullo' : 'hello') + chunk('', ''));
  const answer = await sendRaw(service.endpoint, { ...raw, headers, body });
  expect([answer.status, answer.code]).toEqual(
    isTampered ? [403, 'SignatureDoesNotMatch'] : [200, undefined],
  );
  expect(await service.listKeys(BUCKET)).toEqual(isTampered ? [] : ['signed']);
});

test('clients that compute checksums only where they must work as well', async () => {
  const { service } = await testS3();
  const client = clientOf(service.endpoint, {
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  await client.send(new PutObjectCommand({ ...at, Body: 'x' }));
  const { Body } = await client.send(new GetObjectCommand(at));
  expect(await Body!.transformToString()).toBe('x');
});
