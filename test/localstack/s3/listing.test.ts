import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markerOf, walkKeys } from '../../../localstack/s3/storage/key-walk.ts';
import type { S3Service } from '../../../localstack/services.ts';
import { BUCKET, errorOf, testS3 } from './test-s3.ts';

async function fill(service: S3Service, keys: readonly string[]): Promise<void> {
  const waiting = [...keys];
  const work = async () => {
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      await service.putObject(BUCKET, key, Buffer.from('x'), 'text/plain');
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

test('2,500 keys come in three pages, each key once and in order', async () => {
  const { client, service } = await testS3();
  const keys = Array.from({ length: 2500 }, (_, index) => `runs/${String(index).padStart(5, '0')}.json`);
  await fill(service, [...keys, 'before', 'zz-behind']);
  const pages: number[] = [];
  const seen: (string | undefined)[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: BUCKET, Prefix: 'runs/' })) {
    pages.push(page.KeyCount ?? 0);
    seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
  }
  expect(pages).toEqual([1000, 1000, 500]);
  expect(seen).toEqual(keys);
});

test('a delimiter rolls keys up, also across pages', async () => {
  const { client, service } = await testS3();
  const months = ['2025-01', '2025-02', '2025-03'];
  await fill(service, [
    'a.csv',
    'z.csv',
    ...months.flatMap((month) => [`${month}/1`, `${month}/2`, `${month}/3`]),
  ]);
  const list = (options: Partial<ListObjectsV2CommandInput>) =>
    client.send(new ListObjectsV2Command({ Bucket: BUCKET, Delimiter: '/', ...options }));
  const all = await list({});
  expect(all.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(months.map((month) => `${month}/`));
  expect(all.Contents?.map(({ Key }) => Key)).toEqual(['a.csv', 'z.csv']);
  const seen: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = await list({ MaxKeys: 1, ...(token === undefined ? {} : { ContinuationToken: token }) });
    expect(page.KeyCount).toBe(1);
    seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  expect(seen).toEqual(['2025-01/', '2025-02/', '2025-03/', 'a.csv', 'z.csv']);
  const after = await list({ StartAfter: '2025-02/' });
  expect(after.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['2025-03/']);
});

test('keys are in the order of their UTF-8 bytes', async () => {
  const { client, service } = await testS3();
  // U+FF5E sorts before U+1F642 by bytes, but behind it by UTF-16 units.
  await fill(service, ['🙂', '～', 'b', 'B', 'a!', 'a/', 'a']);
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(['B', 'a', 'a!', 'a/', 'b', '～', '🙂']);
});

test('url encoding keeps slashes and writes a space as a plus', async () => {
  const { client, service } = await testS3();
  await fill(service, ['a b/c+d/é.csv']);
  const list = new ListObjectsV2Command({ Bucket: BUCKET, EncodingType: 'url', Prefix: 'a b/' });
  const { Contents, Prefix } = await client.send(list);
  expect([Contents?.[0]?.Key, Prefix]).toEqual(['a+b/c%2Bd/%C3%A9.csv', 'a+b/']);
});

test('version 1 pages by marker', async () => {
  const { client, service } = await testS3();
  await fill(service, ['a', 'b/1', 'b/2', 'c']);
  const list = (options: object) => client.send(new ListObjectsCommand({ Bucket: BUCKET, ...options }));
  const first = await list({ MaxKeys: 2, Delimiter: '/' });
  expect([first.IsTruncated, first.NextMarker]).toEqual([true, 'b/']);
  const second = await list({ MaxKeys: 2, Delimiter: '/', Marker: first.NextMarker });
  expect([second.Contents?.map(({ Key }) => Key), second.CommonPrefixes]).toEqual([['c'], undefined]);
  const byKey = await list({ Marker: 'b/1' });
  expect(byKey.Contents?.map(({ Key }) => Key)).toEqual(['b/2', 'c']);
});

test('wrong parameters are refused', async () => {
  const { client } = await testS3();
  const list = (options: object) => client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...options }));
  const refused = { name: 'InvalidArgument', status: 400 };
  expect(await errorOf(list({ ContinuationToken: 'made up' }))).toEqual(refused);
  expect(await errorOf(list({ MaxKeys: -1 }))).toEqual(refused);
  expect(await errorOf(list({ EncodingType: 'base64' }))).toEqual(refused);
  const none = await list({ MaxKeys: 0 });
  expect([none.KeyCount, none.IsTruncated]).toEqual([0, false]);
});

test('walking page by page gives what one look at all keys gives', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '🙂', '～'), maxLength: 5 });
  const key = text.filter((candidate) => candidate !== '');
  const delimiter = fc.constantFrom(undefined, '/', 'a', 'b/');
  const property = fc.property(
    fc.uniqueArray(key, { maxLength: 30 }),
    ...([text, delimiter, fc.integer({ min: 1, max: 4 })] as const),
    (keys, prefix, delimiter, limit) => {
      const sorted = [...keys].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
      const expected = new Set(
        sorted
          .filter((candidate) => candidate.startsWith(prefix))
          .map((candidate) => {
            const at = delimiter === undefined ? -1 : candidate.indexOf(delimiter, prefix.length);
            return at < 0 ? candidate : candidate.slice(0, at + (delimiter ?? '').length);
          }),
      );
      const rows = (from: Buffer, to: Buffer) =>
        sorted
          .filter((candidate) => Buffer.compare(Buffer.from(candidate), from) >= 0)
          .filter((candidate) => Buffer.compare(Buffer.from(candidate), to) < 0)
          .map((candidate) => ({ key: candidate }));
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = walkKeys(rows, { prefix, delimiter, after, limit });
        seen.push(...page.entries.map(markerOf));
        after = seen.at(-1);
        if (!page.isTruncated) break;
        expect(page.entries).toHaveLength(limit);
      }
      expect(seen).toEqual([...expected]);
    },
  );
  fc.assert(property, { numRuns: 400 });
});
