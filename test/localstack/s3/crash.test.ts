import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect, onTestFinished, test } from 'vitest';
import { BUCKET, clientOf, noise, temporaryFolder, testS3, until } from './test-s3.ts';

interface Doomed {
  readonly endpoint: string;
  readonly child: ChildProcess;
}

async function startDoomed(folder: string): Promise<Doomed> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'doomed-service.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { endpoint: line.toString().trim(), child };
}

const bodyOf = (key: string): Buffer => {
  const seed = createHash('md5').update(key).digest().readUInt32LE();
  return noise(key.startsWith('large') ? 1_000_000 : seed % 30_000, seed);
};

/** Puts until the service is gone, and writes down what was acknowledged. */
async function putAll(client: S3Client, lane: number, acknowledged: Set<string>): Promise<void> {
  for (let index = 0; ; index++) {
    const key = `${index % 5 === 4 ? 'large' : 'small'} ${lane}/${index}`;
    try {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bodyOf(key) }));
    } catch {
      return;
    }
    acknowledged.add(key);
  }
}

/** An upload in parts that never ends by itself. */
async function uploadForEver(client: S3Client): Promise<void> {
  const piece = noise(1_000_000);
  const Body = Readable.from(
    (function* () {
      for (;;) yield piece;
    })(),
    { objectMode: false },
  );
  await new Upload({ client, params: { Bucket: BUCKET, Key: 'endless', Body } })
    .done()
    .catch(() => undefined);
}

async function deliveredBefore(folder: string): Promise<string[]> {
  const file = join(folder, 'delivered.jsonl');
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => keyOf(JSON.parse(line)));
}

const keyOf = (event: unknown): string => {
  const { Records } = event as { Records: [{ s3: { object: { key: string } } }] };
  return decodeURIComponent(Records[0].s3.object.key.replaceAll('+', ' '));
};

test.each([10, 40, 100])(
  'killed after %i acknowledged writes, it has them all, whole, and tells of each',
  async (count) => {
    const folder = await temporaryFolder();
    const { endpoint, child } = await startDoomed(folder);
    const client = clientOf(endpoint);
    const acknowledged = new Set<string>();
    const writers = [
      uploadForEver(client),
      ...[0, 1, 2, 3].map((lane) => putAll(client, lane, acknowledged)),
    ];
    await until(() => acknowledged.size >= count);
    child.kill('SIGKILL');
    await Promise.all([once(child, 'exit'), ...writers]);

    const { service } = await testS3({}, folder);
    const delivered = new Set(await deliveredBefore(folder));
    await service.startDelivery(async (_, event) => void delivered.add(keyOf(event)));
    const keys = await service.listKeys(BUCKET);
    expect(keys).toEqual(expect.arrayContaining([...acknowledged]));
    expect(keys).not.toContain('endless');
    for (const key of keys) {
      const object = await service.getObject(BUCKET, key);
      expect(Buffer.from(object!.body).equals(bodyOf(key)), key).toBe(true);
    }
    await until(() => delivered.size >= keys.length);
    expect([...delivered].sort()).toEqual([...keys].sort());
  },
);

test('leftovers of writes that were under way are removed; finished parts of an open upload stay', async () => {
  const folder = await temporaryFolder();
  const { endpoint, child } = await startDoomed(folder);
  const client = clientOf(endpoint);
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'whole', Body: 'x' }));
  const at = { Bucket: BUCKET, Key: 'in parts' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
  const part = new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' });
  const { ETag } = await client.send(part);
  const half = Readable.from(
    (async function* () {
      yield noise(500_000);
      await new Promise(() => undefined);
    })(),
    { objectMode: false },
  );
  const put = client.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: 'half', Body: half, ContentLength: 1_000_000 }),
  );
  put.catch(() => undefined);
  const filesIn = async () => {
    const entries = await readdir(join(folder, 's3', 'bodies'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).length;
  };
  await expect.poll(filesIn).toBe(3);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const after = await testS3({}, folder);
  expect(await after.service.listKeys(BUCKET)).toEqual(['whole']);
  expect(await filesIn()).toBe(2);
  expect(after.logged.map(({ message }) => message)).toEqual(['Removed 1 files of unfinished writes.']);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await after.client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
  const completed = await after.service.getObject(BUCKET, at.Key);
  expect(Buffer.from(completed!.body).toString()).toBe('part');
});

test('a folder that a running service has is not opened a second time', async () => {
  const folder = await temporaryFolder();
  await startDoomed(folder);
  await expect(testS3({}, folder)).rejects.toThrow('in use');
});
