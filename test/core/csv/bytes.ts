import type { StreamWriter } from '#core/csv/byte-pipe.ts';
import { readCsv } from '#core/csv/csv-reader.ts';

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The bytes in chunks of the given sizes, which are repeated until the bytes are used up. */
export async function* chunked(
  bytes: Uint8Array,
  sizes: readonly number[] = [65_536],
): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

export function csvOf(text: string): AsyncGenerator<Uint8Array> {
  return chunked(bytesOf(text));
}

/** Reads a whole file: header, delimiter and all records, each with the line it begins on. */
export async function readAll(...args: Parameters<typeof readCsv>) {
  const csv = await readCsv(...args);
  const records: { line: number; fields: string[] }[] = [];
  for await (const batch of csv.batches) {
    for (let record = 0; record < batch.recordCount; record++) {
      records.push({ line: batch.lines[record]!, fields: batch.texts(record) });
    }
  }
  return { header: csv.header, delimiter: csv.delimiter, records };
}

/** A writer that keeps what arrives, but only once the stream has ended without a fault. */
export function memoryWriter(): { readonly write: StreamWriter; text(): string; isComplete(): boolean } {
  const chunks: Uint8Array[] = [];
  let isComplete = false;
  return {
    async write(body) {
      for await (const chunk of body) chunks.push(chunk);
      isComplete = true;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
    isComplete: () => isComplete,
  };
}
