import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect, test } from 'vitest';
import { BUCKET, errorOf, noise, testS3 } from './test-s3.ts';

const at = { Bucket: BUCKET, Key: 'k' };

const put = async (client: S3Client, Body: string) =>
  (await client.send(new PutObjectCommand({ ...at, Body }))).VersionId!;

async function textOf(client: S3Client, options: object = {}): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ ...at, ...options }));
  return Body!.transformToString();
}

test('a copy has the bytes and the metadata of its source, or metadata of its own', async () => {
  const { client } = await testS3();
  const source = { Bucket: BUCKET, Key: 'a/ü + %.csv' };
  const options = { ContentType: 'text/csv', Metadata: { a: '1' } };
  await client.send(new PutObjectCommand({ ...source, Body: 'content', ...options }));
  const CopySource = `/${BUCKET}/${source.Key.split('/').map(encodeURIComponent).join('/')}`;
  const { CopyObjectResult } = await client.send(new CopyObjectCommand({ ...at, CopySource }));
  const copied = await client.send(new HeadObjectCommand(at));
  expect(copied).toMatchObject({ ...options, ContentLength: 7, ETag: CopyObjectResult?.ETag });
  await client.send(
    new CopyObjectCommand({ ...at, CopySource, MetadataDirective: 'REPLACE', Metadata: { b: '2' } }),
  );
  const replaced = await client.send(new HeadObjectCommand(at));
  expect([replaced.Metadata, replaced.ContentType]).toEqual([{ b: '2' }, 'binary/octet-stream']);
  await client.send(new DeleteObjectCommand(source));
  expect(await textOf(client)).toBe('content');
});

test('copies that cannot be are refused', async () => {
  const { client } = await testS3();
  await put(client, 'x');
  const copy = (CopySource: string) => client.send(new CopyObjectCommand({ ...at, CopySource }));
  expect((await errorOf(copy(`${BUCKET}/k`))).name).toBe('InvalidRequest');
  expect((await errorOf(copy(`${BUCKET}/missing`))).name).toBe('NoSuchKey');
  expect((await errorOf(copy('no-such-bucket/k'))).name).toBe('NoSuchBucket');
  expect((await errorOf(copy('nonsense'))).name).toBe('InvalidArgument');
  expect((await errorOf(copy(`${BUCKET}/%zz`))).name).toBe('InvalidURI');
});

test('a copy of an object of parts is whole again', async () => {
  const { client } = await testS3();
  const body = noise(6 * 1024 * 1024);
  await new Upload({ client, params: { Bucket: BUCKET, Key: 'parts', Body: body } }).done();
  await client.send(new CopyObjectCommand({ ...at, CopySource: `${BUCKET}/parts` }));
  const got = await client.send(new GetObjectCommand(at));
  expect(got.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
});

test('a bucket that keeps versions gives each of them back', async () => {
  const { client } = await testS3({ versioning: true });
  const versioning = await client.send(new GetBucketVersioningCommand({ Bucket: BUCKET }));
  expect(versioning.Status).toBe('Enabled');
  const [first, second] = [await put(client, 'one'), await put(client, 'two')];
  expect(await textOf(client)).toBe('two');
  expect(await textOf(client, { VersionId: first })).toBe('one');
  expect(await errorOf(textOf(client, { VersionId: 'none' }))).toEqual({
    name: 'NoSuchVersion',
    status: 404,
  });
  const { VersionId: marker, DeleteMarker } = await client.send(new DeleteObjectCommand(at));
  expect(DeleteMarker).toBe(true);
  expect((await errorOf(textOf(client))).name).toBe('NoSuchKey');
  expect((await errorOf(textOf(client, { VersionId: marker }))).name).toBe('MethodNotAllowed');
  expect(await textOf(client, { VersionId: second })).toBe('two');
  const CopySource = `${BUCKET}/k?versionId=${first}`;
  const restored = await client.send(new CopyObjectCommand({ ...at, CopySource }));
  expect(restored.CopySourceVersionId).toBe(first);
  expect(await textOf(client)).toBe('one');
});

test('versions are listed newest first, page by page, and removed for good by their id', async () => {
  const { client, service } = await testS3({ versioning: true });
  const [first, second] = [await put(client, 'one'), await put(client, 'two')];
  const { VersionId: marker } = await client.send(new DeleteObjectCommand(at));
  await service.putObject(BUCKET, 'other', Buffer.from('x'), 'text/plain');
  const list = (options: object = {}) =>
    client.send(new ListObjectVersionsCommand({ Bucket: BUCKET, Prefix: 'k', ...options }));
  const all = await list();
  expect(all.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [second, false],
    [first, false],
  ]);
  expect(all.DeleteMarkers?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [marker, true],
  ]);
  const page = await list({ MaxKeys: 2 });
  expect([page.NextKeyMarker, page.NextVersionIdMarker]).toEqual(['k', second]);
  const rest = await list({ KeyMarker: 'k', VersionIdMarker: second });
  expect(rest.Versions?.map(({ VersionId }) => VersionId)).toEqual([first]);
  await client.send(new DeleteObjectCommand({ ...at, VersionId: marker }));
  expect(await textOf(client)).toBe('two');
  const Objects = [
    { Key: 'k', VersionId: second },
    { Key: 'k', VersionId: first },
  ];
  await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
  expect(await service.listKeys(BUCKET)).toEqual(['other']);
  expect((await list()).Versions).toBeUndefined();
});

test('versions outlive a restart; a bucket whose versioning ends keeps the old ones', async () => {
  const before = await testS3({ versioning: true });
  const first = await put(before.client, 'one');
  const { UploadId } = await before.client.send(new CreateMultipartUploadCommand(at));
  await before.service.close();
  const { client, logged } = await testS3({ versioning: false }, before.folder);
  expect(logged).toEqual([]);
  expect(UploadId).toBeDefined();
  expect(await textOf(client)).toBe('one');
  await put(client, 'without version');
  await put(client, 'without version again');
  expect(await textOf(client, { VersionId: first })).toBe('one');
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['null', first]);
  await client.send(new DeleteObjectCommand(at));
  expect((await errorOf(textOf(client))).name).toBe('NoSuchKey');
});
