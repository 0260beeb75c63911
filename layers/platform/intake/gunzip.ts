import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError } from '#core/errors.ts';

/**
 * What was packed with gzip, as a stream; several archives one after another are one text.
 * @throws DataError `GZIP_BROKEN` where the archive is cut off or damaged; and what the source fails with.
 */
export async function* gunzipped(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const unpacked = pipeline(Readable.from(chunks, { objectMode: false }), createGunzip(), () => {});
  try {
    yield* unpacked;
  } catch (error) {
    if (!isOfZlib(error)) throw error;
    throw new DataError('GZIP_BROKEN', `The gzip archive cannot be unpacked: ${error.message}.`, {
      cause: error,
    });
  }
}

function isOfZlib(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
