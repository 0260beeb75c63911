import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CategoryCodes, FeatureTable } from '#core/table/feature-table.ts';
import { type StoredColumn, type TableHeader, writeTableFile } from '../../../bench/peers/table-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'table-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NUMBERS = { float32: Float32Array, uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array };

/** A reader that knows nothing but the header. */
function readTableFile(headerPath: string) {
  const header: TableHeader = JSON.parse(readFileSync(headerPath, 'utf8'));
  const bytes = Uint8Array.from(readFileSync(join(folder, header.file)));
  const read = ({ type, offset }: StoredColumn) => [...new NUMBERS[type](bytes.buffer, offset, header.rows)];
  return { header, columns: header.columns.map(read), label: read(header.label) };
}

function category(name: string, codes: CategoryCodes, values: number) {
  return { kind: 'category', name, codes, dictionary: Array.from({ length: values }, String) } as const;
}

const table: FeatureTable = {
  rowCount: 5,
  columns: [
    { kind: 'numeric', name: 'amount', values: Float32Array.of(0.5, Number.NaN, -2, 3.25, 1e6) },
    category('few', Uint32Array.of(0, 255, 1, 2, 3), 256),
    category('many', Uint16Array.of(256, 1, 2, 3, 4), 257),
    category('more', Uint32Array.of(65_536, 1, 2, 3, 70_000), 70_001),
  ],
  label: Uint8Array.of(0, 1, 255, 0, 1),
};

describe('writeTableFile', () => {
  it('writes the training rows, then the test rows, each column in the smallest type', async () => {
    const parts = { train: Uint32Array.of(1, 3, 4), test: Uint32Array.of(0) };
    const { header, columns, label } = readTableFile(await writeTableFile(folder, 'some', table, parts));
    expect(header).toMatchObject({ file: 'some.bin', rows: 4, trainRows: 3 });
    expect(header.columns.map(({ name, kind, type }) => [name, kind, type])).toEqual([
      ['amount', 'numeric', 'float32'],
      ['few', 'category', 'uint8'],
      ['many', 'category', 'uint16'],
      ['more', 'category', 'uint32'],
    ]);
    expect(columns).toEqual([
      [Number.NaN, 3.25, 1e6, 0.5],
      [255, 2, 3, 0],
      [1, 3, 4, 256],
      [1, 3, 70_000, 65_536],
    ]);
    expect(label).toEqual([1, 0, 1, 0]);
  });
});
