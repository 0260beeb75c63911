import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET, noise, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const put = (Key: string, Body: string | Uint8Array, more = {}) =>
  rig.client().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
const get = async (Key: string, more = {}) => {
  const answer = await rig.client().send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
};

describe('an object', () => {
  it('comes back as it was put, with its headers', async () => {
    const body = noise(300_000);
    const { ETag } = await put('a/b.bin', body, { ContentType: 'text/csv', Metadata: { origin: 'crm' } });
    const read = await get('a/b.bin');
    expect(read.bytes.equals(body)).toBe(true);
    expect(read).toMatchObject({
      ETag,
      ContentType: 'text/csv',
      ContentLength: 300_000,
      Metadata: { origin: 'crm' },
    });
  });

  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=290000-', 290_000, 300_000],
    ['bytes=-5', 299_995, 300_000],
    ['bytes=299990-999999', 299_990, 300_000],
  ])('gives the range %s', async (Range, from, to) => {
    const body = noise(300_000);
    await put('ranged', body);
    expect((await get('ranged', { Range })).bytes.equals(body.subarray(from, to))).toBe(true);
  });

  it('refuses a range behind its end', async () => {
    await put('short', 'abc');
    await expect(get('short', { Range: 'bytes=3-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('may have any text as its key, which never becomes a path', async () => {
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.isWellFormed() && !text.includes('\0'));
    const keys = fc.oneof(
      key,
      fc.constantFrom('../../etc/passwd', 'a//b', 'a%2Fb', 'ü b+c', '.', 'x'.repeat(1024)),
    );
    await fc.assert(
      fc.asyncProperty(keys, async (Key) => {
        const sent = `keys/${Key}`.slice(0, 1000);
        await put(sent, Key);
        expect((await get(sent)).bytes.toString('utf8')).toBe(Key);
      }),
      { numRuns: 60 },
    );
    await expect(put('x'.repeat(1025), '')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it('is gone after it was deleted, and was never there', async () => {
    await put('gone', 'x');
    await rig.client().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'gone' }));
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(
      rig.client().send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'never' })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
    await put('one', '1');
    await put('two', '2');
    const Objects = [{ Key: 'one' }, { Key: 'two' }, { Key: 'three' }];
    await rig.client().send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    await expect(get('two')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('is copied, unless the source has changed', async () => {
    const { ETag } = await put('source ü', 'first', { ContentType: 'text/csv' });
    const copy = (CopySourceIfMatch: string | undefined) =>
      rig.client().send(
        new CopyObjectCommand({
          Bucket: BUCKET,
          Key: 'copied',
          CopySource: `${BUCKET}/${encodeURIComponent('source ü')}`,
          CopySourceIfMatch,
        }),
      );
    await copy(ETag);
    expect(await get('copied')).toMatchObject({ ContentType: 'text/csv', ETag });
    await put('source ü', 'second');
    await expect(copy(ETag)).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    expect((await get('copied')).bytes.toString()).toBe('first');
  });

  it('arrives whole from a stream of unknown length, in parts', async () => {
    const body = noise(12_000_001);
    const chunks = Array.from({ length: 121 }, (_, index) =>
      body.subarray(index * 100_000, (index + 1) * 100_000),
    );
    const upload = new Upload({
      client: rig.client(),
      params: { Bucket: BUCKET, Key: 'streamed', Body: Readable.from(chunks, { objectMode: false }) },
    });
    await upload.done();
    const read = await get('streamed');
    expect(read.bytes.equals(body)).toBe(true);
    expect(read.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
  });

  it('of more than 11 MiB arrives in one request', async () => {
    const body = noise(13_000_000, 7);
    await put('large', body);
    expect((await get('large')).bytes.equals(body)).toBe(true);
  });

  it('does not arrive when its checksum is of something else', async () => {
    await expect(
      put('damaged', 'abc', { ChecksumSHA256: Buffer.alloc(32).toString('base64') }),
    ).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(
      put('damaged', 'abc', { ContentMD5: Buffer.alloc(16).toString('base64') }),
    ).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(get('damaged')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    'arrives with its %s checked',
    async (ChecksumAlgorithm) => {
      await put(`summed/${ChecksumAlgorithm}`, noise(70_000), { ChecksumAlgorithm });
      expect((await get(`summed/${ChecksumAlgorithm}`)).bytes.equals(noise(70_000))).toBe(true);
    },
  );
});

describe('a conditional write', () => {
  it('is made by exactly one of many that race to be the first', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => put('raced', `writer ${index}`, { IfNoneMatch: '*' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'PreconditionFailed' });
    }
  });

  it('is made over the version it names, and over no other', async () => {
    const { ETag } = await put('counted', '1');
    const outcomes = await Promise.allSettled(
      ['2', '3', '4'].map((body) => put('counted', body, { IfMatch: ETag })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('leaves alone what stands when it is refused', async () => {
    await put('kept', 'old');
    await expect(put('kept', 'new', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect((await get('kept')).bytes.toString()).toBe('old');
  });
});

describe('a list', () => {
  it('gives every key once, in order, over many pages', async () => {
    const keys = Array.from({ length: 2500 }, (_, index) => `list/${String(index).padStart(5, '0')}`);
    await Promise.all(keys.map((key) => rig.service.putObject(BUCKET, key, Buffer.from('x'), 'text/plain')));
    const listed: string[] = [];
    let token: string | undefined;
    do {
      const page = await rig.client().send(
        new ListObjectsV2Command({
          Bucket: BUCKET,
          Prefix: 'list/',
          ...(token ? { ContinuationToken: token } : {}),
        }),
      );
      listed.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(listed).toEqual(keys);
  });

  it('groups keys by a delimiter, over pages too', async () => {
    for (const key of ['g/a/1', 'g/a/2', 'g/b/1', 'g/c', 'g/d&<>/1']) await put(key, 'x');
    const prefixes: string[] = [];
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await rig.client().send(
        new ListObjectsV2Command({
          Bucket: BUCKET,
          Prefix: 'g/',
          Delimiter: '/',
          MaxKeys: 1,
          ...(token ? { ContinuationToken: token } : {}),
        }),
      );
      prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''));
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(prefixes).toEqual(['g/a/', 'g/b/', 'g/d&<>/']);
    expect(keys).toEqual(['g/c']);
  });
});
