import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadStatementOf } from '../../../localstack/rds/data-api/load-data.ts';
import { IMPORT_BUCKET, type Rig, startRig } from './rig.ts';

/** What the bucket holds; an object that breaks off has a null at its end. */
const objects = new Map<string, readonly (string | null)[]>();
let rig: Rig;
beforeAll(async () => {
  rig = await startRig({
    readObject: async (_bucket, key) => {
      const chunks = objects.get(key);
      if (chunks === undefined) throw new Error('NoSuchKey');
      return (async function* () {
        for (const chunk of chunks) {
          if (chunk === null) throw new Error('the stream broke off');
          yield Buffer.from(chunk);
        }
      })();
    },
  });
  await rig.execute('CREATE TABLE loaded (id INT PRIMARY KEY, name VARCHAR(5) NULL)');
});
afterAll(() => rig.close());

const load = (key: string, bucket = IMPORT_BUCKET) =>
  `LOAD DATA FROM S3 's3://${bucket}/${key}' REPLACE INTO TABLE loaded FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' (id, name)`;
const rows = async () =>
  (await rig.execute('SELECT id, name FROM loaded ORDER BY id')).records?.map(([id, name]) => [
    id?.longValue,
    name?.stringValue ?? null,
  ]);

test('rows are read from an object, however it is cut, and replace those of the same key', async () => {
  objects.set('load/one.tsv', ['1\ta\n2', '\t\\N\n3\t', 'x\\ty\n']);
  expect(await rig.execute(load('load/one.tsv'))).toMatchObject({ numberOfRecordsUpdated: 3 });
  await rig.execute(load('load/one.tsv'));
  objects.set('load/two.tsv', ['2\tb\n']);
  await rig.execute(load('load/two.tsv'));
  expect(await rows()).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, 'x\ty'],
  ]);
});

test('a large object passes through', async () => {
  const chunk = Array.from({ length: 10_000 }, (_, index) => `${index + 10}\tabcde\n`).join('');
  objects.set('load/large.tsv', [chunk, ...Array.from({ length: 39 }, () => chunk)]);
  await rig.execute(load('load/large.tsv'));
  expect(await rows()).toHaveLength(10_003);
});

test.each([
  ['is too long', 'load/long.tsv', ['7\tabcde\n8\tabcdef\n'], /name/],
  ['is no number', 'load/text.tsv', ['7\ta\nx\tb\n'], /id/],
  ['is missing', 'load/short.tsv', ['7\ta\n8\n'], /row 2/i],
])('a value that %s is an error, and none of the rows stay', async (_what, key, chunks, message) => {
  objects.set(key, chunks);
  await expect(rig.execute(load(key))).rejects.toMatchObject({
    name: 'DatabaseErrorException',
    message: expect.stringMatching(message),
  });
  expect((await rows())?.filter(([id]) => id === 7 || id === 8)).toEqual([]);
});

test('an object that breaks off leaves no rows, and the connection stays of use', async () => {
  objects.set('load/broken.tsv', ['8\ta\n', null]);
  await expect(rig.execute(load('load/broken.tsv'))).rejects.toThrow('the stream broke off');
  expect((await rows())?.some(([id]) => id === 8)).toBe(false);
  expect(await rig.execute(load('load/two.tsv'))).toMatchObject({
    numberOfRecordsUpdated: expect.any(Number),
  });
});

test('what the role does not open, is not there, or stands in a transaction is refused', async () => {
  for (const sql of [load('load/one.tsv', 'another-bucket'), load('load/none.tsv')]) {
    await expect(rig.execute(sql)).rejects.toMatchObject({ message: expect.stringContaining('63985') });
  }
  for (const sql of [
    "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE loaded",
    "load data infile 'x' into table t",
  ]) {
    await expect(rig.execute(sql)).rejects.toMatchObject({ message: expect.stringContaining('63985') });
  }
});

test('the object is told from the statement', () => {
  expect(loadStatementOf("LOAD DATA FROM S3 's3://b/load/x.tsv' REPLACE INTO TABLE t (a)")).toEqual({
    ...{ bucket: 'b', key: 'load/x.tsv' },
    sql: "LOAD DATA LOCAL INFILE 'object' REPLACE INTO TABLE t (a)",
  });
  expect(loadStatementOf("INSERT INTO t VALUES ('LOAD DATA FROM S3')")).toBeUndefined();
});
