import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { cleanHeader } from '#core/cleaning/clean-header.ts';
import { REJECTED_HEADER } from '#core/cleaning/rejected-rows.ts';
import { derivedFeatures } from '#core/features/derived-features.ts';
import { featuresHeader, openTable } from '#core/features/table-reader.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { CLEAN_FILE, featuresFile, REJECTED_FILE } from './clean-and-build.ts';

/** What a folder with the files of both stages holds, without regard to the order of rows and the form of numbers. */
export interface TableDigest {
  readonly cleanRows: number;
  readonly rejectedRows: number;
  readonly featureRows: number;
  /** SHA-256 over the sorted lines of the raw file that were rejected. */
  readonly rejectedLines: string;
  /** SHA-256 over the sorted ids, each with its derived columns and a CRC of all others; numbers as float32. */
  readonly customers: string;
}

/** Reads the files that a contestant wrote. @throws DataError where one is not of this schema */
export async function tableDigest(folder: string, schema: SchemaDocument): Promise<TableDigest> {
  const clean = await rowsOf(join(folder, CLEAN_FILE), cleanHeader(schema), () => '');
  const rejected = await rowsOf(join(folder, REJECTED_FILE), REJECTED_HEADER, ([line = '']) => line);
  const header = featuresHeader(schema);
  const customers: string[] = [];
  for (const name of await partsIn(folder)) {
    for (const row of await rowsOf(join(folder, name), header, customerOf(schema))) customers.push(row);
  }
  return {
    cleanRows: clean.length,
    rejectedRows: rejected.length,
    featureRows: customers.length,
    rejectedLines: hashOfSorted(rejected),
    customers: hashOfSorted(customers),
  };
}

/** The names of the figures in which two results differ. */
export function differences(one: TableDigest, other: TableDigest): (keyof TableDigest)[] {
  return (Object.keys(one) as (keyof TableDigest)[]).filter((figure) => one[figure] !== other[figure]);
}

async function partsIn(folder: string): Promise<string[]> {
  const [stem = ''] = featuresFile(1).split('.');
  return (await readdir(folder)).filter((name) => name.startsWith(stem)).sort();
}

async function rowsOf(
  file: string,
  header: readonly string[],
  rowOf: (fields: readonly string[]) => string,
): Promise<string[]> {
  const rows: string[] = [];
  const csv = await openTable(createReadStream(file), header);
  for await (const batch of csv.batches) {
    for (let record = 0; record < batch.recordCount; record++) rows.push(rowOf(batch.texts(record)));
  }
  return rows;
}

/** A row of customer_features.csv as `id derived… crc`. */
function customerOf(schema: SchemaDocument): (fields: readonly string[]) => string {
  const derived = derivedFeatures(schema);
  const numeric = new Set([
    ...schema.columns.flatMap(({ name, type }) => (type === 'numeric' ? [name] : [])),
    ...derived.flatMap(({ name, kind }) => (kind === 'band' ? [] : [name])),
  ]);
  const isNumeric = featuresHeader(schema).map((name) => numeric.has(name));
  const firstDerived = isNumeric.length - derived.length;
  return (fields) => {
    const cells = fields.map((text, column) => (isNumeric[column] ? float32(text) : text));
    const others = cells.slice(1, firstDerived).join('\t');
    return [cells[0], ...cells.slice(firstDerived), crc32(others)].join('\t');
  };
}

/** The float32 next to a number in one form: 70, 70.0 and 7e1 are one; blank stays blank. */
function float32(text: string): string {
  return text === '' ? '' : String(Math.fround(Number(text)));
}

function hashOfSorted(rows: string[]): string {
  const hash = createHash('sha256');
  for (const row of rows.sort()) hash.update(row).update('\n');
  return hash.digest('hex');
}
