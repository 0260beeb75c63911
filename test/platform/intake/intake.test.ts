import { gzipSync } from 'node:zlib';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { uploadFormatOf } from '#core/lake/upload-format.ts';
import { openUpload } from '#platform/intake/open-upload.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';

const KEY = 'snapshots/upload';

async function csvOf(file: Uint8Array): Promise<string> {
  const store = createMemoryObjectStore();
  await store.write(KEY, file, { contentType: 'application/octet-stream' });
  const chunks: Uint8Array[] = [];
  for await (const chunk of await openUpload(store, KEY, uploadFormatOf(file))) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parquetOf(columnData: ColumnSource[], rowGroupSize = 3): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize }));
}

test('the format is told by the first bytes, not by the name', () => {
  expect(uploadFormatOf(Buffer.from('id,plan'))).toBe('csv');
  expect(uploadFormatOf(gzipSync('id,plan'))).toBe('csv.gz');
  expect(uploadFormatOf(parquetOf([{ name: 'id', data: ['a'] }]))).toBe('parquet');
  expect(uploadFormatOf(new Uint8Array(0))).toBe('csv');
});

describe('gzip', () => {
  const text = `id,plan\n${Array.from({ length: 50_000 }, (_, row) => `c-${row},basic\n`).join('')}`;

  test('is unpacked, one archive or several in a row', async () => {
    expect(await csvOf(gzipSync(text))).toBe(text);
    expect(await csvOf(Buffer.concat([gzipSync('id,plan\n'), gzipSync('a,b\n')]))).toBe('id,plan\na,b\n');
  });

  test('that is cut off or damaged is refused', async () => {
    const whole = gzipSync(text);
    const damaged = Uint8Array.from(whole);
    damaged[whole.length >> 1]! ^= 0xff;
    for (const broken of [whole.subarray(0, whole.length - 10), damaged]) {
      await expect(csvOf(broken)).rejects.toMatchObject({ code: 'GZIP_BROKEN' });
    }
  });
});

describe('Parquet', () => {
  test('becomes CSV: texts quoted where they must be, numbers as they are, null blank, in the order of the rows', async () => {
    const file = parquetOf([
      { name: 'id', data: ['a', 'b,c', 'say "no"', 'two\nlines', 'é'], type: 'STRING' },
      { name: 'tenure', data: [1, null, 3, 4, 5], type: 'INT32' },
      { name: 'charge', data: [29.85, 0.1, 1e21, Number.NaN, -3], type: 'DOUBLE' },
      { name: 'left', data: [true, false, null, true, false], type: 'BOOLEAN' },
    ]);
    expect(await csvOf(file)).toBe(
      'id,tenure,charge,left\na,1,29.85,true\n"b,c",,0.1,false\n"say ""no""",3,1e+21,\n"two\nlines",4,,true\né,5,-3,false\n',
    );
  });

  test('numbers of single precision are written as short as they were', async () => {
    const file = parquetOf([{ name: 'charge', data: Float32Array.of(29.85, 0.1), type: 'FLOAT' }]);
    expect(await csvOf(file)).toBe('charge\n29.85\n0.1\n');
  });

  test('days and times', async () => {
    const data = [new Date('2026-11-23T00:00:00Z'), new Date('2026-11-23T09:30:00Z')];
    expect(await csvOf(parquetOf([{ name: 'at', data, type: 'TIMESTAMP' }]))).toBe(
      'at\n2026-11-23\n2026-11-23T09:30:00.000Z\n',
    );
  });

  test('a column of lists is refused by name, and so is a damaged file', async () => {
    const lists = parquetOf([{ name: 'tags', data: [{ a: 1 }, { b: 2 }], type: 'JSON' }]);
    await expect(csvOf(lists)).rejects.toMatchObject({
      code: 'PARQUET_COLUMN_NOT_FLAT',
      message: expect.stringContaining('tags'),
    });
    const whole = parquetOf([{ name: 'id', data: Array.from({ length: 100 }, (_, row) => `c-${row}`) }]);
    await expect(csvOf(whole.subarray(0, whole.length - 20))).rejects.toMatchObject({
      code: 'PARQUET_BROKEN',
    });
  });
});
