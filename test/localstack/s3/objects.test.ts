import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { BUCKET, errorOf, noise, testS3 } from './test-s3.ts';

test('an object comes back with its bytes, its type and its metadata', async () => {
  const { client } = await testS3();
  const body = noise(300_000);
  const put = await client.send(
    new PutObjectCommand({
      ...{ Bucket: BUCKET, Key: 'raw/a.csv', Body: body, ContentType: 'text/csv', CacheControl: 'no-cache' },
      Metadata: { origin: 'crm export', n: '1' },
    }),
  );
  const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'raw/a.csv' }));
  expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
  expect(got).toMatchObject({
    ContentType: 'text/csv',
    CacheControl: 'no-cache',
    ContentLength: 300_000,
    Metadata: { origin: 'crm export', n: '1' },
    ETag: put.ETag,
  });
  expect(got.VersionId).toBeUndefined();
  const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'raw/a.csv' }));
  expect(head).toMatchObject({ ContentLength: 300_000, ETag: put.ETag, Metadata: { n: '1' } });
});

test('an empty object is an object', async () => {
  const { client } = await testS3();
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'empty', Body: Buffer.alloc(0) }));
  const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'empty' }));
  expect(await got.Body!.transformToString()).toBe('');
  expect(got.ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
});

test('ranges give those bytes, and one outside the object is refused', async () => {
  const { client } = await testS3();
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: '0123456789' }));
  const read = async (Range: string) => {
    const { Body, ContentRange } = await client.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: 'k', Range }),
    );
    return [await Body!.transformToString(), ContentRange];
  };
  expect(await read('bytes=2-4')).toEqual(['234', 'bytes 2-4/10']);
  expect(await read('bytes=7-')).toEqual(['789', 'bytes 7-9/10']);
  expect(await read('bytes=-2')).toEqual(['89', 'bytes 8-9/10']);
  expect(await read('bytes=-100')).toEqual(['0123456789', 'bytes 0-9/10']);
  expect(await read('bytes=8-100')).toEqual(['89', 'bytes 8-9/10']);
  expect(await read('bytes=5-2')).toEqual(['0123456789', undefined]);
  expect(await errorOf(read('bytes=10-'))).toEqual({ name: 'InvalidRange', status: 416 });
  expect(await errorOf(read('bytes=-0'))).toEqual({ name: 'InvalidRange', status: 416 });
});

test('conditions on reads: 304 where the reader has it, 412 where it has changed', async () => {
  const { client } = await testS3();
  const { ETag } = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x' }));
  const get = (conditions: object) =>
    client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k', ...conditions }));
  const future = new Date(Date.now() + 60_000);
  const past = new Date(Date.now() - 60_000);
  await get({ IfMatch: ETag });
  await get({ IfNoneMatch: '"other"' });
  await get({ IfModifiedSince: past });
  await get({ IfUnmodifiedSince: future });
  await get({ IfMatch: ETag, IfUnmodifiedSince: past });
  expect((await errorOf(get({ IfMatch: '"other"' }))).status).toBe(412);
  expect((await errorOf(get({ IfUnmodifiedSince: past }))).status).toBe(412);
  expect((await errorOf(get({ IfNoneMatch: ETag }))).status).toBe(304);
  expect((await errorOf(get({ IfModifiedSince: future }))).status).toBe(304);
});

test('what is not there is named as S3 names it', async () => {
  const { client } = await testS3();
  const missing = { Bucket: BUCKET, Key: 'no/such' };
  expect(await errorOf(client.send(new GetObjectCommand(missing)))).toEqual({
    name: 'NoSuchKey',
    status: 404,
  });
  expect((await errorOf(client.send(new HeadObjectCommand(missing)))).status).toBe(404);
  const elsewhere = { Bucket: 'no-such-bucket', Key: 'k' };
  const noBucket = { name: 'NoSuchBucket', status: 404 };
  expect(await errorOf(client.send(new GetObjectCommand(elsewhere)))).toEqual(noBucket);
  expect(await errorOf(client.send(new PutObjectCommand({ ...elsewhere, Body: 'x' })))).toEqual(noBucket);
  expect((await errorOf(client.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' })))).status).toBe(404);
});

test('a deleted object is gone, and deleting it again is no error', async () => {
  const { client, service } = await testS3();
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x' }));
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  expect((await errorOf(client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' })))).name).toBe(
    'NoSuchKey',
  );
  expect(await service.listKeys(BUCKET)).toEqual([]);
});

const STRANGE_KEYS = [
  '../../etc/passwd',
  '..',
  '.',
  'a/./b/../c',
  '/leading',
  'double//slash',
  'trailing/',
  'ünïcödé/日本語/🙂',
  'spaces and + plus & ampersand',
  'percent%20not-decoded%2F',
  'quote"<xml>\'&amp;',
  'new\nline\ttab\rreturn',
  'control \u0001 \u007f \u0085 \u2028 \ufeff',
  'nul \u0000 inside',
  'question?mark#hash;semi=colon',
  'back\\slash:*|',
  '__proto__',
  'constructor',
  'x'.repeat(1024),
  '日'.repeat(341),
];

test.each(STRANGE_KEYS.map((key) => ({ title: JSON.stringify(key.slice(0, 40)), key })))(
  'the key $title is only a key',
  async ({ key }) => {
    const { client } = await testS3();
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: `body of ${key}` }));
    const got = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    expect(await got.Body!.transformToString()).toBe(`body of ${key}`);
    const plain = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(plain.Contents?.map(({ Key }) => Key)).toEqual([key]);
    const deletion = { Objects: [{ Key: key }] };
    const deleted = await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: deletion }));
    expect(deleted.Deleted?.map(({ Key }) => Key)).toEqual([key]);
    const empty = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(empty.KeyCount).toBe(0);
  },
);

test('a key over 1,024 bytes is too long', async () => {
  const { client } = await testS3();
  const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x' }));
  expect(await errorOf(put('x'.repeat(1025)))).toEqual({ name: 'KeyTooLongError', status: 400 });
  expect((await errorOf(put('日'.repeat(342)))).name).toBe('KeyTooLongError');
});

test('many objects are deleted at once, quietly if asked', async () => {
  const { client, service } = await testS3();
  for (const key of ['a', 'b', 'c']) await service.putObject(BUCKET, key, Buffer.from(key), 'text/plain');
  const Objects = [{ Key: 'a' }, { Key: 'missing' }];
  const loud = await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
  expect(loud.Deleted?.map(({ Key }) => Key)).toEqual(['a', 'missing']);
  const Delete = { Objects: [{ Key: 'b' }], Quiet: true };
  const quiet = await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
  expect(quiet.Deleted).toBeUndefined();
  expect(await service.listKeys(BUCKET)).toEqual(['c']);
});

test('buckets are listed, found and placed', async () => {
  const { client, service } = await testS3();
  await service.configureBucket({ name: 'another', versioning: false, cors: [], notifications: [] });
  const { Buckets } = await client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual(['another', BUCKET]);
  await client.send(new HeadBucketCommand({ Bucket: BUCKET }));
  const location = await client.send(new GetBucketLocationCommand({ Bucket: BUCKET }));
  expect(location.LocationConstraint).toBe('eu-west-1');
});

test('the service itself puts, gets, lists and deletes as a client would', async () => {
  const { client, service } = await testS3();
  await service.putObject(BUCKET, 'index.html', Buffer.from('<html>'), 'text/html');
  const seen = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'index.html' }));
  expect([await seen.Body!.transformToString(), seen.ContentType]).toEqual(['<html>', 'text/html']);
  const got = await service.getObject(BUCKET, 'index.html');
  expect(got && [Buffer.from(got.body).toString(), got.contentType, `"${got.etag}"`]).toEqual([
    ...['<html>', 'text/html', seen.ETag],
  ]);
  await service.deleteObject(BUCKET, 'index.html');
  expect(await service.getObject(BUCKET, 'index.html')).toBeUndefined();
  await expect(service.getObject('no-such-bucket', 'k')).rejects.toMatchObject({ code: 'NoSuchBucket' });
});

test('a header that would be left out in silence is refused', async () => {
  const { client } = await testS3();
  const put = (options: object) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x', ...options }));
  expect((await errorOf(put({ Tagging: 'a=b' }))).name).toBe('NotImplemented');
  expect((await errorOf(put({ StorageClass: 'GLACIER' }))).name).toBe('NotImplemented');
  expect((await errorOf(put({ ACL: 'public-read' }))).name).toBe('AccessControlListNotSupported');
  expect((await errorOf(put({ ExpectedBucketOwner: '111111111111' }))).name).toBe('AccessDenied');
  expect((await errorOf(put({ Metadata: { a: 'x'.repeat(2048) } }))).name).toBe('MetadataTooLarge');
  await put({ ACL: 'bucket-owner-full-control', ServerSideEncryption: 'AES256', StorageClass: 'STANDARD' });
});

test('an object may be overwritten while it is being read', async () => {
  const { client } = await testS3();
  const [first, second] = [noise(4_000_000, 3), noise(4_000_000, 4)];
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: first }));
  const reading = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: second }));
  expect(Buffer.from(await reading.Body!.transformToByteArray()).equals(first)).toBe(true);
  const now = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'k' }));
  expect(Buffer.from(await now.Body!.transformToByteArray()).equals(second)).toBe(true);
});
