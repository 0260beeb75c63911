import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect, test } from 'vitest';
import { BUCKET, errorOf, noise, testS3 } from './test-s3.ts';
import { at, begin, complete, MIB, part, read } from './upload-steps.ts';

async function filesIn(folder: string): Promise<number> {
  const entries = await readdir(join(folder, 's3', 'bodies'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

/** A stream of unknown length in pieces of odd sizes. */
function streamOf(body: Buffer): Readable {
  return Readable.from(
    (function* () {
      for (let from = 0; from < body.length; from += 77_777) yield body.subarray(from, from + 77_777);
    })(),
    { objectMode: false },
  );
}

test.each([0, 1, 5 * MIB, 17 * MIB + 123])(
  'a stream of %i bytes, length unknown, arrives byte by byte',
  async (bytes) => {
    const { client } = await testS3();
    const body = noise(bytes, bytes + 1);
    const params = { ...at, Body: streamOf(body), ContentType: 'text/csv' };
    await new Upload({ client, params, partSize: 5 * MIB }).done();
    const got = await client.send(new GetObjectCommand(at));
    expect(got.ContentType).toBe('text/csv');
    expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
  },
);

test('one request may be far over 11 MiB', async () => {
  const { client } = await testS3();
  const body = noise(30 * MIB);
  await client.send(new PutObjectCommand({ ...at, Body: streamOf(body), ContentLength: body.length }));
  expect((await read(client)).equals(body)).toBe(true);
});

test('an upload that its sender ends leaves neither object nor files', async () => {
  const { client, folder } = await testS3();
  const upload = new Upload({
    client,
    params: { ...at, Body: streamOf(noise(40 * MIB)) },
    partSize: 5 * MIB,
  });
  upload.on('httpUploadProgress', () => void upload.abort());
  expect((await errorOf(upload.done())).name).toBe('AbortError');
  expect((await errorOf(client.send(new HeadObjectCommand(at)))).status).toBe(404);
  // The client aborts the multipart upload by itself, behind its own rejection.
  const openUploads = async () => {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    return Uploads.length;
  };
  await expect.poll(openUploads).toBe(0);
  await expect.poll(() => filesIn(folder)).toBe(0);
});

test('parts are listed, replaced and put together in order; the rest is dropped', async () => {
  const { client, folder } = await testS3();
  const UploadId = await begin(client, { Metadata: { from: 'parts' }, ContentType: 'text/plain' });
  const [first, second] = [noise(5 * MIB, 1), noise(100, 2)];
  await part(client, UploadId, 2, noise(50, 9));
  const parts = [await part(client, UploadId, 1, first), await part(client, UploadId, 2, second)];
  await part(client, UploadId, 7, noise(10, 3));
  const listed = await client.send(new ListPartsCommand({ ...at, UploadId, MaxParts: 2 }));
  expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 5 * MIB],
    [2, 100],
  ]);
  expect([listed.IsTruncated, listed.NextPartNumberMarker]).toEqual([true, '2']);
  const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  expect(uploads.Uploads?.map(({ Key, UploadId: id }) => [Key, id])).toEqual([['big.bin', UploadId]]);
  expect((await errorOf(client.send(new HeadObjectCommand(at)))).status).toBe(404);
  const done = await complete(client, UploadId, parts);
  expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  expect((await read(client)).equals(Buffer.concat([first, second]))).toBe(true);
  expect(
    (await read(client, { Range: `bytes=${5 * MIB - 3}-${5 * MIB + 2}` })).equals(
      Buffer.concat([first.subarray(-3), second.subarray(0, 3)]),
    ),
  ).toBe(true);
  expect((await read(client, { PartNumber: 2 })).equals(second)).toBe(true);
  const head = await client.send(new HeadObjectCommand(at));
  expect(head).toMatchObject({ Metadata: { from: 'parts' }, ContentType: 'text/plain', ETag: done.ETag });
  expect(await filesIn(folder)).toBe(2);
  const again = await complete(client, UploadId, parts);
  expect(again.ETag).toBe(done.ETag);
});

test('an object of parts may be removed while it is being read', async () => {
  const { client, folder } = await testS3();
  const UploadId = await begin(client);
  const [first, second] = [noise(5 * MIB, 1), noise(5 * MIB, 2)];
  const parts = [await part(client, UploadId, 1, first), await part(client, UploadId, 2, second)];
  await complete(client, UploadId, parts);
  const { Body } = await client.send(new GetObjectCommand(at));
  await client.send(new DeleteObjectCommand(at));
  expect((await errorOf(client.send(new HeadObjectCommand(at)))).status).toBe(404);
  const bytes = Buffer.from(await Body!.transformToByteArray());
  expect(bytes.equals(Buffer.concat([first, second]))).toBe(true);
  await expect.poll(() => filesIn(folder)).toBe(0);
});

test('a completion that is wrong is refused and can be put right', async () => {
  const { client } = await testS3();
  const UploadId = await begin(client);
  const [one, two] = [
    await part(client, UploadId, 1, noise(100)),
    await part(client, UploadId, 2, noise(100)),
  ];
  const refusal = async (parts: CompletedPart[], options: object = {}) =>
    (await errorOf(complete(client, UploadId, parts, options))).name;
  expect(await refusal([one, two])).toBe('EntityTooSmall');
  expect(await refusal([two, one])).toBe('InvalidPartOrder');
  expect(await refusal([{ ...one, ETag: '"0123"' }])).toBe('InvalidPart');
  expect(await refusal([{ ...two, PartNumber: 3 }])).toBe('InvalidPart');
  expect(await refusal([])).toBe('MalformedXML');
  expect(await refusal([one], { MpuObjectSize: 99 })).toBe('InvalidRequest');
  await client.send(new PutObjectCommand({ ...at, Body: 'in the way' }));
  expect(await refusal([one], { IfNoneMatch: '*' })).toBe('PreconditionFailed');
  await complete(client, UploadId, [one]);
  expect((await read(client)).length).toBe(100);
});

test('an upload that is not there is named so', async () => {
  const { client } = await testS3();
  const UploadId = await begin(client);
  await client.send(new AbortMultipartUploadCommand({ ...at, UploadId }));
  const missing = { name: 'NoSuchUpload', status: 404 };
  expect(await errorOf(part(client, UploadId, 1, noise(10)))).toEqual(missing);
  expect(await errorOf(client.send(new AbortMultipartUploadCommand({ ...at, UploadId })))).toEqual(missing);
  expect(await errorOf(client.send(new ListPartsCommand({ ...at, UploadId })))).toEqual(missing);
  expect(await errorOf(complete(client, UploadId, [{ PartNumber: 1, ETag: '"x"' }]))).toEqual(missing);
  const other = await begin(client, { Key: 'other' });
  expect(await errorOf(part(client, other, 1, noise(10)))).toEqual(missing);
  const invalid = part(client, await begin(client), 10_001, noise(10));
  expect((await errorOf(invalid)).name).toBe('InvalidArgument');
});

test('parts are copied from a range of an object', async () => {
  const { client } = await testS3();
  const source = noise(6 * MIB, 5);
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'source', Body: source }));
  const UploadId = await begin(client);
  const copy = async (PartNumber: number, CopySourceRange: string) => {
    const CopySource = `${BUCKET}/source`;
    const command = new UploadPartCopyCommand({ ...at, UploadId, PartNumber, CopySource, CopySourceRange });
    const { CopyPartResult } = await client.send(command);
    return { PartNumber, ...CopyPartResult };
  };
  const parts = [await copy(1, `bytes=0-${5 * MIB - 1}`), await copy(2, 'bytes=10-19')];
  expect((await errorOf(copy(3, `bytes=0-${6 * MIB}`))).name).toBe('InvalidArgument');
  await complete(client, UploadId, parts);
  const expected = Buffer.concat([source.subarray(0, 5 * MIB), source.subarray(10, 20)]);
  expect((await read(client)).equals(expected)).toBe(true);
});
