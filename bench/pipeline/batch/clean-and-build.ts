import { createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cleanAnyEncoding } from '#core/cleaning/clean-any-encoding.ts';
import { isLargeUpload } from '#core/cleaning/large-upload.ts';
import type { StreamWriter } from '#core/csv/byte-pipe.ts';
import { buildFeatures } from '#core/features/build-features.ts';
import { cleanCustomersKey, featuresPartKey, rejectedKey } from '#core/lake/keys.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';

const RUN = 'bench';
const CHUNK_BYTES = 512 * 1024;

/** The names of the files, as in the bucket. */
export const CLEAN_FILE = basename(cleanCustomersKey(RUN));
export const REJECTED_FILE = basename(rejectedKey(RUN));
export const featuresFile = (part: number) => basename(featuresPartKey(RUN, part));

/** Cleans a raw file and builds its features as the two functions do, with a folder in place of the bucket. */
export async function cleanAndBuild(file: string, schema: SchemaDocument, folder: string): Promise<void> {
  const open = async () => readerOf(file);
  const outputs = { clean: writerOf(folder, CLEAN_FILE), rejected: writerOf(folder, REJECTED_FILE) };
  const isLarge = isLargeUpload('csv', (await stat(file)).size);
  await cleanAnyEncoding(open, schema, RUN, outputs, { isLarge });
  await buildFeatures(readerOf(join(folder, CLEAN_FILE)), schema, RUN, {
    writerOf: (part) => writerOf(folder, featuresFile(part)),
  });
}

/** In chunks of half a megabyte, in the same two pieces of memory by turns: cleaning copies each before it asks for the next. */
async function* readerOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path);
  const chunks = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)];
  try {
    for (let turn = 0; ; turn = 1 - turn) {
      const { bytesRead, buffer } = await file.read(chunks[turn]!, 0, CHUNK_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function writerOf(folder: string, name: string): StreamWriter {
  return (body) => pipeline(body, createWriteStream(join(folder, name)));
}
