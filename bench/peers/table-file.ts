import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import type { HeldOut } from '../data/held-out.ts';

/** Where a column's values lie in the .bin file, little-endian and one a row. */
export interface StoredColumn {
  readonly name: string;
  readonly kind: FeatureColumn['kind'];
  readonly type: 'float32' | 'uint8' | 'uint16' | 'uint32';
  /** In bytes from the beginning of the file, a multiple of 8. */
  readonly offset: number;
}

/** The small JSON file beside the .bin file. */
export interface TableHeader {
  /** Name of the .bin file, in the same folder. */
  readonly file: string;
  readonly rows: number;
  /** The first rows are to fit on, the others to measure on. */
  readonly trainRows: number;
  readonly columns: readonly StoredColumn[];
  readonly label: StoredColumn;
}

const ALIGNMENT_BYTES = 8;

/**
 * Writes the labelled rows of a table as binary columns, those to train on first, and a header beside them. Categories
 * are their codes, in the smallest type that holds the dictionary.
 * @returns The header's path.
 */
export async function writeTableFile(
  folder: string,
  name: string,
  table: FeatureTable,
  { train, test }: HeldOut,
): Promise<string> {
  const rows = new Uint32Array(train.length + test.length);
  rows.set(train);
  rows.set(test, train.length);
  const file = `${name}.bin`;
  const handle = await open(join(folder, file), 'w');
  const writer = new ColumnWriter(handle);
  try {
    const columns: StoredColumn[] = [];
    for (const column of table.columns) {
      const values = valuesOf(column, rows);
      columns.push({ name: column.name, kind: column.kind, ...(await writer.write(values)) });
    }
    const label = Uint8Array.from(rows, (row) => table.label[row]!);
    const stored: StoredColumn = { name: 'label', kind: 'numeric', ...(await writer.write(label)) };
    const header: TableHeader = { file, rows: rows.length, trainRows: train.length, columns, label: stored };
    const headerPath = join(folder, `${name}.json`);
    await writeFile(headerPath, JSON.stringify(header));
    return headerPath;
  } finally {
    await handle.close();
  }
}

type Values = Float32Array | Uint8Array | Uint16Array | Uint32Array;

class ColumnWriter {
  readonly #handle: FileHandle;
  #offset = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(values: Values): Promise<Pick<StoredColumn, 'type' | 'offset'>> {
    const offset = this.#offset;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, written, undefined, offset + written);
      written += bytesWritten;
    }
    this.#offset += Math.ceil(bytes.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    return { type: typeOf(values), offset };
  }
}

function valuesOf(column: FeatureColumn, rows: Uint32Array): Values {
  if (column.kind === 'numeric') return Float32Array.from(rows, (row) => column.values[row]!);
  const code = (row: number) => column.codes[row]!;
  if (column.dictionary.length <= 0x100) return Uint8Array.from(rows, code);
  return column.dictionary.length <= 0x10000 ? Uint16Array.from(rows, code) : Uint32Array.from(rows, code);
}

function typeOf(values: Values): StoredColumn['type'] {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof Uint8Array) return 'uint8';
  return values instanceof Uint16Array ? 'uint16' : 'uint32';
}
