import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cleanAnyEncoding } from '#core/cleaning/clean-any-encoding.ts';
import { isLargeUpload } from '#core/cleaning/large-upload.ts';
import type { StreamWriter } from '#core/csv/byte-pipe.ts';
import { buildFeatures } from '#core/features/build-features.ts';
import { cleanCustomersKey, featuresPartKey, rejectedKey } from '#core/lake/keys.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';

const RUN = 'bench';
const CHUNK_BYTES = 1024 * 1024;

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

/** In chunks of a megabyte: by the default of 64 KiB a file's reading costs more calls than it is worth. */
function readerOf(path: string) {
  return createReadStream(path, { highWaterMark: CHUNK_BYTES });
}

function writerOf(folder: string, name: string): StreamWriter {
  return (body) => pipeline(body, createWriteStream(join(folder, name)));
}
