import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { BUCKET, errorOf, noise, testS3 } from './test-s3.ts';

const at = { Bucket: BUCKET, Key: 'models/champion.json' };
const changed = { name: 'PreconditionFailed', status: 412 };

test('of many writers who want to be the first, exactly one is', async () => {
  const { client } = await testS3();
  const race = Array.from({ length: 24 }, (_, writer) =>
    client.send(new PutObjectCommand({ ...at, Body: `writer ${writer}`, IfNoneMatch: '*' })),
  );
  const results = await Promise.allSettled(race);
  const winners = results.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
  expect(winners).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason.name).toBe('PreconditionFailed');
  }
  const { Body } = await client.send(new GetObjectCommand(at));
  expect(await Body!.transformToString()).toBe(`writer ${winners[0]}`);
});

test('of many writers who replace the same version, exactly one does, whatever they send', async () => {
  const { client } = await testS3({ versioning: true });
  const { ETag } = await client.send(new PutObjectCommand({ ...at, Body: 'the old one' }));
  const body = (writer: number) => noise(writer % 2 === 0 ? 1_000_000 : 10, writer + 1);
  const race = Array.from({ length: 12 }, (_, writer) =>
    client.send(new PutObjectCommand({ ...at, Body: body(writer), IfMatch: ETag })),
  );
  const results = await Promise.allSettled(race);
  const winners = results.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
  expect(winners).toHaveLength(1);
  const { Body } = await client.send(new GetObjectCommand(at));
  expect(Buffer.from(await Body!.transformToByteArray()).equals(body(winners[0]!))).toBe(true);
});

test('a counter that many raise by compare and set loses no step', async () => {
  const { client } = await testS3();
  await client.send(new PutObjectCommand({ ...at, Body: '0' }));
  const raise = async (): Promise<void> => {
    const { Body, ETag } = await client.send(new GetObjectCommand(at));
    const next = String(Number(await Body!.transformToString()) + 1);
    try {
      await client.send(new PutObjectCommand({ ...at, Body: next, IfMatch: ETag }));
    } catch {
      await raise();
    }
  };
  await Promise.all(Array.from({ length: 10 }, raise));
  const { Body } = await client.send(new GetObjectCommand(at));
  expect(await Body!.transformToString()).toBe('10');
});

test('each condition by itself', async () => {
  const { client } = await testS3();
  const put = (options: Partial<PutObjectCommandInput>) =>
    client.send(new PutObjectCommand({ ...at, Body: 'x', ...options }));
  expect(await errorOf(put({ IfMatch: '"abc"' }))).toEqual({ name: 'NoSuchKey', status: 404 });
  const { ETag } = await put({ IfNoneMatch: '*' });
  expect(await errorOf(put({ IfNoneMatch: '*' }))).toEqual(changed);
  expect(await errorOf(put({ IfMatch: '"abc"' }))).toEqual(changed);
  expect((await errorOf(put({ IfNoneMatch: ETag }))).name).toBe('NotImplemented');
  await put({ IfMatch: ETag });
  const remove = (IfMatch: string | undefined) => client.send(new DeleteObjectCommand({ ...at, IfMatch }));
  expect(await errorOf(remove('"abc"'))).toEqual(changed);
  await remove(ETag);
  await put({ IfNoneMatch: '*' });
});

test('a write that is refused leaves the object and no file behind', async () => {
  const { client, service } = await testS3();
  await client.send(new PutObjectCommand({ ...at, Body: 'kept' }));
  const refused = client.send(new PutObjectCommand({ ...at, Body: 'lost', IfNoneMatch: '*' }));
  expect(await errorOf(refused)).toEqual(changed);
  const kept = await service.getObject(BUCKET, at.Key);
  expect(Buffer.from(kept!.body).toString()).toBe('kept');
});

test('a copy of a source that has changed is refused', async () => {
  const { client } = await testS3();
  const source = { Bucket: BUCKET, Key: 'source file.csv' };
  const { ETag } = await client.send(new PutObjectCommand({ ...source, Body: 'first' }));
  const copy = (options: object) => {
    const CopySource = `${BUCKET}/${encodeURIComponent(source.Key)}`;
    return client.send(new CopyObjectCommand({ ...at, CopySource, ...options }));
  };
  await copy({ CopySourceIfMatch: ETag });
  await client.send(new PutObjectCommand({ ...source, Body: 'second' }));
  expect(await errorOf(copy({ CopySourceIfMatch: ETag }))).toEqual(changed);
  expect(await errorOf(copy({ CopySourceIfModifiedSince: new Date(Date.now() + 60_000) }))).toEqual(changed);
  await copy({ CopySourceIfNoneMatch: ETag });
  expect(await errorOf(copy({ IfNoneMatch: '*' }))).toEqual(changed);
  const { Body } = await client.send(new GetObjectCommand(at));
  expect(await Body!.transformToString()).toBe('second');
});
