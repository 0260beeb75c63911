import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startS3Service } from '../../localstack/s3/s3-service.ts';
import type { CloudContext, S3Service } from '../../localstack/services.ts';

/** How many bytes the disk still takes, for files of bodies. */
const disk = vi.hoisted(() => ({ freeBytes: Number.POSITIVE_INFINITY }));

/** The index of all objects, to be kept from growing: SQLite then fails as on a full disk, in whatever it was about. */
const index = vi.hoisted(() => ({ files: [] as DatabaseSync[] }));

vi.mock('node:sqlite', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:sqlite')>();
  class Watched extends original.DatabaseSync {
    constructor(...args: ConstructorParameters<typeof original.DatabaseSync>) {
      super(...args);
      index.files.push(this);
    }
  }
  return { ...original, DatabaseSync: Watched };
});

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const isBody = (path: unknown) => /\/[0-9a-f]{2}\/[0-9a-f-]{36}$/.test(String(path));
  return {
    ...original,
    async open(...args: Parameters<typeof original.open>) {
      const file = await original.open(...args);
      return isBody(args[0]) ? onFullDisk(file) : file;
    },
  };
});

/** Writes what there is room for, then fails as the system does. */
function onFullDisk(file: FileHandle): FileHandle {
  const writeFile = file.writeFile.bind(file);
  file.writeFile = async (data) => {
    const bytes = data as Uint8Array;
    await writeFile(bytes.subarray(0, Math.min(bytes.length, disk.freeBytes)));
    disk.freeBytes -= bytes.length;
    if (disk.freeBytes >= 0) return;
    disk.freeBytes = 0;
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  return file;
}

const Bucket = 'lake';
const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'secret' };
const whole = Buffer.alloc(200_000, 'whole ');
let folder: string;
let s3: S3Service;
let client: S3Client;
const delivered: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-disk-'));
  const context: CloudContext = {
    ...{ host: '127.0.0.1', region: 'us-east-1', accountId: '000000000000', credentials },
    ...{ stateDirectory: folder, log: () => {} },
  };
  s3 = await startS3Service(context, { port: 0 });
  const notifications = [{ events: ['s3:ObjectCreated:*'], functionArn: 'arn:test' }];
  await s3.configureBucket({ name: Bucket, versioning: true, cors: [], notifications });
  await s3.startDelivery(async (_arn, event) => void delivered.push(event));
  client = new S3Client({
    ...{ endpoint: s3.endpoint, region: 'us-east-1', credentials, forcePathStyle: true },
    maxAttempts: 1,
  });
});
afterEach(() => {
  disk.freeBytes = Number.POSITIVE_INFINITY;
});
afterAll(async () => {
  client.destroy();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (Key: string, Body: Buffer) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (Key: string) => {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
};
/** Files under the store's folder whose names are those of bodies. */
async function bodyFiles(): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /[0-9a-f-]{36}$/.test(name)).length;
}

it('refuses an upload that the disk has no room for, and keeps the object that was there', async () => {
  await put('raw/a.csv', whole);
  const files = await bodyFiles();
  disk.freeBytes = 70_000;
  await expect(put('raw/a.csv', Buffer.alloc(200_000, 'newer '))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 500 },
  });
  expect((await get('raw/a.csv')).equals(whole)).toBe(true);
  await expect(put('raw/b.csv', whole)).rejects.toThrow();
  await expect(get('raw/b.csv')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await bodyFiles()).toBe(files);
});

it('refuses a part of an upload in parts, whose object then never appears', async () => {
  disk.freeBytes = 6_000_000;
  const Body = Buffer.alloc(12_000_000, 'part ');
  await expect(
    new Upload({ client, params: { Bucket, Key: 'raw/parts.csv', Body } }).done(),
  ).rejects.toThrow();
  await expect(get('raw/parts.csv')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

it('takes uploads again once there is room, and told of no other', async () => {
  await put('raw/after.csv', whole);
  expect((await get('raw/after.csv')).equals(whole)).toBe(true);
  await vi.waitFor(() => expect(delivered).toHaveLength(2));
  expect(JSON.stringify(delivered)).not.toMatch(/raw\/(b|parts)\.csv/);
});

it('refuses what its index has no room for, keeps all that is in it, and goes on once there is room', async () => {
  const [file] = index.files;
  const grow = (more: number) => {
    const pages = Number(file!.prepare('PRAGMA page_count').get()!.page_count);
    file!.exec(`PRAGMA max_page_count = ${pages + more}`);
  };
  delivered.length = 0;
  const files = await bodyFiles();
  const listed = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'index/' }));
    return Contents.map(({ Key }) => Key);
  };
  const stored: string[] = [];
  const body = Buffer.from('a body ');
  grow(6);
  for (let refused = false; !refused; ) {
    const key = `index/${String(stored.length).padStart(4, '0')}`;
    refused = await put(key, body).then(
      () => false,
      (error) => error.$metadata.httpStatusCode === 500,
    );
    if (!refused) stored.push(key);
  }
  expect(stored.length).toBeGreaterThan(3);
  await expect(put('raw/a.csv', body)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  expect((await get('raw/a.csv')).equals(whole)).toBe(true);
  expect(await listed()).toEqual(stored);
  expect(await bodyFiles()).toBe(files + stored.length);

  grow(100_000);
  await put('index/after', body);
  expect(await listed()).toEqual([...stored, 'index/after']);
  await vi.waitFor(() => expect(delivered).toHaveLength(stored.length + 1));
});
