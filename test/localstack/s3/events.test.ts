import { setTimeout as wait } from 'node:timers/promises';
import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { BucketNotification, S3Service } from '../../../localstack/services.ts';
import { BUCKET, errorOf, noise, temporaryFolder, testS3, until } from './test-s3.ts';

const eventSchema = z.object({
  Records: z.tuple([
    z.object({
      eventVersion: z.literal('2.1'),
      eventSource: z.literal('aws:s3'),
      awsRegion: z.string(),
      eventTime: z.iso.datetime(),
      eventName: z.string(),
      userIdentity: z.object({ principalId: z.string() }),
      requestParameters: z.object({ sourceIPAddress: z.string() }),
      responseElements: z.object({ 'x-amz-request-id': z.string(), 'x-amz-id-2': z.string() }),
      s3: z.object({
        s3SchemaVersion: z.literal('1.0'),
        configurationId: z.string(),
        bucket: z.object({
          name: z.string(),
          ownerIdentity: z.object({ principalId: z.string() }),
          arn: z.string(),
        }),
        object: z.object({
          key: z.string(),
          size: z.number().optional(),
          eTag: z.string().optional(),
          versionId: z.string().optional(),
          sequencer: z.string(),
        }),
      }),
    }),
  ]),
});
type EventRecord = z.infer<typeof eventSchema>['Records'][0];

const INGEST = 'arn:aws:lambda:eu-west-1:000000000000:function:ingest';
const notification = (options: Partial<BucketNotification> = {}): BucketNotification => ({
  events: ['s3:ObjectCreated:*'],
  functionArn: INGEST,
  ...options,
});

interface Delivered {
  readonly functionArn: string;
  readonly record: EventRecord;
}

async function collect(service: S3Service): Promise<Delivered[]> {
  const delivered: Delivered[] = [];
  await service.startDelivery(async (functionArn, event) => {
    delivered.push({ functionArn, record: eventSchema.parse(event).Records[0] });
  });
  return delivered;
}

test('a put is told as S3 tells it, its key URL-encoded', async () => {
  const { client, service } = await testS3({ notifications: [notification()], versioning: true });
  const delivered = await collect(service);
  const key = 'raw/Kunden Ä+(1).csv';
  const put = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'a,b\n' }));
  await until(() => delivered.length === 1);
  const [{ functionArn, record }] = delivered as [Delivered];
  expect(functionArn).toBe(INGEST);
  expect(record).toMatchObject({ awsRegion: 'eu-west-1', eventName: 'ObjectCreated:Put' });
  expect(record.s3.bucket).toMatchObject({ name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` });
  expect(record.s3.object).toMatchObject({
    key: 'raw/Kunden+%C3%84%2B%281%29.csv',
    size: 4,
    eTag: put.ETag?.replaceAll('"', ''),
    versionId: put.VersionId,
  });
  expect(decodeURIComponent(record.s3.object.key.replaceAll('+', ' '))).toBe(key);
});

test('each way to make or remove an object has its event, with growing sequencers', async () => {
  const { client, service } = await testS3({
    notifications: [notification({ events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] })],
  });
  const delivered = await collect(service);
  const Bucket = BUCKET;
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
  await client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${BUCKET}/a` }));
  const Body = noise(6 * 1024 * 1024);
  await new Upload({ client, params: { Bucket, Key: 'c', Body } }).done();
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'never there' }));
  await service.putObject(BUCKET, 'd', Buffer.from('x'), 'text/plain');
  await until(() => delivered.length === 5);
  expect(
    delivered.map(({ record }) => [record.eventName, record.s3.object.key, record.s3.object.size]),
  ).toEqual([
    ['ObjectCreated:Put', 'a', 1],
    ['ObjectCreated:Copy', 'b', 1],
    ['ObjectCreated:CompleteMultipartUpload', 'c', Body.length],
    ['ObjectRemoved:Delete', 'a', undefined],
    ['ObjectCreated:Put', 'd', 1],
  ]);
  const sequencers = delivered.map(({ record }) => record.s3.object.sequencer);
  expect(sequencers).toEqual([...new Set(sequencers)].sort());
});

test('only those are told that asked, by prefix, suffix and event', async () => {
  const { service, client } = await testS3({
    notifications: [
      notification({ prefix: 'raw/', suffix: '.csv' }),
      notification({ functionArn: 'copies', events: ['s3:ObjectCreated:Copy'] }),
      notification({ functionArn: 'clean', prefix: 'clean/', events: ['s3:ObjectCreated:Put'] }),
    ],
  });
  const delivered = await collect(service);
  for (const key of ['raw/a.csv', 'raw/a.txt', 'other/raw/a.csv', 'clean/x', 'raw.csv']) {
    await service.putObject(BUCKET, key, Buffer.from('x'), 'text/plain');
  }
  await client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'last', CopySource: `${BUCKET}/clean/x` }));
  await until(() => delivered.some(({ functionArn }) => functionArn === 'copies'));
  expect(delivered.map(({ functionArn, record }) => [functionArn, record.s3.object.key])).toEqual([
    [INGEST, 'raw/a.csv'],
    ['clean', 'clean/x'],
    ['copies', 'last'],
  ]);
});

test('a write that is refused is not told', async () => {
  const { client, service } = await testS3({ notifications: [notification()] });
  const delivered = await collect(service);
  const put = (Key: string, options: object = {}) =>
    client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'x', ...options }));
  await put('a');
  await errorOf(put('a', { IfNoneMatch: '*' }));
  await errorOf(put('b', { IfMatch: '"none"' }));
  await errorOf(put('c', { ContentMD5: Buffer.alloc(16).toString('base64') }));
  await put('d');
  await until(() => delivered.length === 2);
  expect(delivered.map(({ record }) => record.s3.object.key)).toEqual(['a', 'd']);
});

test('an event that is not taken over is tried again, while others go on', async () => {
  const { service, logged } = await testS3({ notifications: [notification()] });
  const attempts: string[] = [];
  await service.startDelivery(async (_, event) => {
    const { key } = eventSchema.parse(event).Records[0].s3.object;
    attempts.push(key);
    if (key === 'hard' && attempts.filter((attempt) => attempt === 'hard').length < 3)
      throw new Error('busy');
  });
  await service.putObject(BUCKET, 'hard', Buffer.from('x'), 'text/plain');
  await service.putObject(BUCKET, 'easy', Buffer.from('x'), 'text/plain');
  await until(() => attempts.filter((attempt) => attempt === 'hard').length === 3);
  expect(attempts.filter((attempt) => attempt === 'easy')).toHaveLength(1);
  expect(attempts.indexOf('easy')).toBeLessThan(attempts.lastIndexOf('hard'));
  expect(logged.filter(({ message }) => message.includes('busy'))).toHaveLength(2);
});

test('what was not taken over before a restart is delivered after it; what was, is not', async () => {
  const folder = await temporaryFolder();
  const bucket = { notifications: [notification()] };
  const before = await testS3(bucket, folder);
  await before.service.putObject(BUCKET, 'before delivery began', Buffer.from('x'), 'text/plain');
  const seen: string[] = [];
  await before.service.startDelivery(async (_, event) => {
    const { key } = eventSchema.parse(event).Records[0].s3.object;
    seen.push(key);
    if (key === 'refused') throw new Error('busy');
    if (key === 'never+answered') await new Promise(() => undefined);
  });
  for (const key of ['refused', 'never answered', 'taken']) {
    await before.service.putObject(BUCKET, key, Buffer.from('x'), 'text/plain');
  }
  await until(() => seen.includes('taken'));
  await before.service.close();
  const after = await testS3(bucket, folder);
  const delivered = await collect(after.service);
  await until(() => delivered.length === 2);
  await after.service.putObject(BUCKET, 'new', Buffer.from('x'), 'text/plain');
  await until(() => delivered.length === 3);
  expect(delivered.map(({ record }) => record.s3.object.key)).toEqual(['refused', 'never+answered', 'new']);
});

test('hundreds of events left over are all delivered', async () => {
  const { service } = await testS3({ notifications: [notification()] });
  const keys = Array.from({ length: 300 }, (_, index) => String(index));
  for (const key of keys) await service.putObject(BUCKET, key, Buffer.from('x'), 'text/plain');
  let atOnce = 0;
  let mostAtOnce = 0;
  const seen: string[] = [];
  await service.startDelivery(async (_, event) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    await wait(0);
    atOnce--;
    seen.push(eventSchema.parse(event).Records[0].s3.object.key);
  });
  await until(() => seen.length === 300);
  expect(seen.sort()).toEqual([...keys].sort());
  expect(mostAtOnce).toBeGreaterThan(1);
  expect(mostAtOnce).toBeLessThanOrEqual(16);
});
