import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CopyObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startS3Service } from '../../../localstack/storage/s3-service.ts';
import { BUCKET, FUNCTION_ARN, type Rig, startRig } from './rig.ts';

const eventSchema = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      eventTime: z.iso.datetime(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({
          key: z.string(),
          size: z.number(),
          eTag: z.string(),
          versionId: z.string().optional(),
        }),
      }),
    }),
  ),
});

const notifications = [
  { events: ['s3:ObjectCreated:*'], prefix: 'raw/', suffix: '.csv', functionArn: FUNCTION_ARN },
];
const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function newRig(versioning = false): Promise<Rig> {
  const rig = await startRig({ notifications, versioning });
  rigs.push(rig);
  return rig;
}

function keysOf(events: readonly unknown[]): string[] {
  return events.flatMap((event) => eventSchema.parse(event).Records.map((record) => record.s3.object.key));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(10);
}

describe('a notification', () => {
  it('tells of the objects it is meant for, as S3 writes it', async () => {
    const rig = await newRig(true);
    const events: unknown[] = [];
    await rig.service.startDelivery(async (arn, event) => {
      expect(arn).toBe(FUNCTION_ARN);
      events.push(event);
    });
    const put = (Key: string) =>
      rig.client().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'abc' }));
    await put('raw/künden 2026+.csv');
    await put('raw/notes.txt');
    await put('clean/a.csv');
    await rig
      .client()
      .send(
        new CopyObjectCommand({ Bucket: BUCKET, Key: 'raw/copy.csv', CopySource: `${BUCKET}/raw/notes.txt` }),
      );
    await until(() => events.length === 2);
    const [first, second] = events.map((event) => eventSchema.parse(event).Records[0]);
    expect(first).toMatchObject({
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: BUCKET }, object: { key: 'raw/k%C3%BCnden+2026%2B.csv', size: 3 } },
    });
    expect(first?.s3.object.versionId).toBeDefined();
    expect(second).toMatchObject({
      eventName: 'ObjectCreated:Copy',
      s3: { object: { key: 'raw/copy.csv' } },
    });
  });

  it('is sent again until somebody takes it over', async () => {
    const rig = await newRig();
    let attempts = 0;
    await rig.service.startDelivery(async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('not now');
    });
    await rig.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/a.csv', Body: 'x' }));
    await until(() => attempts === 3);
  });

  it('waits over a restart for its delivery, and is not sent twice after it', async () => {
    const rig = await newRig();
    await rig.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/early.csv', Body: 'x' }));
    await rig.restart();
    const events: unknown[] = [];
    await rig.service.startDelivery(async (_arn, event) => void events.push(event));
    await until(() => events.length === 1);
    await rig.restart();
    await rig.service.startDelivery(async (_arn, event) => void events.push(event));
    await rig.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'raw/late.csv', Body: 'x' }));
    await until(() => events.length === 2);
    expect(keysOf(events)).toEqual(['raw/early.csv', 'raw/late.csv']);
  });
});

describe('kill -9 in the middle of puts', () => {
  it('loses no acknowledged object and no event, and leaves nothing half-written', async () => {
    const stateDirectory = mkdtempSync(join(tmpdir(), 'churn-s3-kill-'));
    const child = spawn(process.execPath, [join(import.meta.dirname, 'doomed-server.ts'), stateDirectory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const endpoint = await firstLine(child);
    const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    });
    const acknowledged: string[] = [];
    const writing = Promise.allSettled(
      Array.from({ length: 400 }, async (_, index) => {
        const Key = `raw/${index}.csv`;
        await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: `${index}`.repeat(5000) }));
        acknowledged.push(Key);
      }),
    );
    await until(() => acknowledged.length >= 60);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await writing;

    const context = {
      host: '127.0.0.1',
      region: 'us-east-1',
      accountId: '000000000000',
      credentials,
      stateDirectory,
      log: () => {},
    };
    const service = await startS3Service(context, { port: 0 });
    await service.configureBucket({ name: BUCKET, versioning: false, cors: [], notifications });
    const events: unknown[] = [];
    await service.startDelivery(async (_arn, event) => void events.push(event));
    const stored = await service.listKeys(BUCKET);
    await until(() => events.length >= stored.length);
    expect(stored).toEqual(expect.arrayContaining(acknowledged));
    expect(keysOf(events)).toEqual(expect.arrayContaining(acknowledged));
    for (const key of stored) {
      const index = key.slice(4, -4);
      expect((await service.getObject(BUCKET, key))?.body.toString()).toBe(index.repeat(5000));
    }
    await service.close();
    rmSync(stateDirectory, { recursive: true, force: true });
  });
});

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = await once(child.stdout ?? child, 'data');
  return String(chunk).trim();
}
