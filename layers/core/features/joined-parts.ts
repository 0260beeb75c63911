import { formatCsvRow } from '../csv/csv-writer.ts';
import { DataError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { featuresHeader } from './table-reader.ts';

/** Opens one part of customer_features.csv. */
export type OpenPart = () => Promise<AsyncIterable<Uint8Array>>;

/**
 * The parts of customer_features.csv as the one table they were cut from: the header of the first alone.
 * @throws DataError `TABLE_HEADER_MISMATCH` where a later part begins with another header; and what opening fails with.
 */
export async function* joinedParts(
  parts: readonly OpenPart[],
  schema: SchemaDocument,
): AsyncGenerator<Uint8Array, void, undefined> {
  const header = new TextEncoder().encode(`${formatCsvRow(featuresHeader(schema))}\n`);
  for (const [index, open] of parts.entries()) {
    const chunks = await open();
    yield* index === 0 ? chunks : withoutHeader(chunks, header, index + 1);
  }
}

async function* withoutHeader(
  chunks: AsyncIterable<Uint8Array>,
  header: Uint8Array,
  part: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let passed = 0;
  for await (const chunk of chunks) {
    const count = Math.min(header.length - passed, chunk.length);
    for (let index = 0; index < count; index++) {
      if (chunk[index] !== header[passed + index]) throw otherHeader(part);
    }
    passed += count;
    if (count < chunk.length) yield chunk.subarray(count);
  }
  if (passed < header.length) throw otherHeader(part);
}

function otherHeader(part: number): DataError {
  return new DataError(
    'TABLE_HEADER_MISMATCH',
    `Part ${part} of the features was not written under this schema.`,
  );
}
