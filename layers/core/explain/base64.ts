import { DataError } from '../errors.ts';

/** Bytes handed to String.fromCharCode at once: fewer than arguments a call may have. */
const CHUNK_BYTES = 8192;

/** The memory of a typed array as base64; little-endian, as on every machine that this runs on. */
export function toBase64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    chunks.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES)));
  }
  return btoa(chunks.join(''));
}

/**
 * The memory that a base64 text holds, for a typed array of `bytesPerElement` bytes a number.
 * @throws DataError `EXPLAINER_INVALID` where it is no base64, or no whole number of elements.
 */
export function fromBase64(text: string, bytesPerElement: number): ArrayBuffer {
  const binary = decoded(text);
  if (binary.length % bytesPerElement !== 0)
    throw new DataError('EXPLAINER_INVALID', 'An array of the explainer ends within a number.');
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes.buffer;
}

function decoded(text: string): string {
  try {
    return atob(text);
  } catch (cause) {
    throw new DataError('EXPLAINER_INVALID', 'An array of the explainer is not base64.', { cause });
  }
}
