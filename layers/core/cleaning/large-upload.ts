import type { UploadFormat } from '../lake/upload-format.ts';

/** Some three million customers: what is remembered of fewer takes less than 60 MB. */
const LARGE_BYTES = 400_000_000;
/** Customer tables shrink to about a seventh. */
const LARGE_COMPRESSED_BYTES = 60_000_000;

/** Whether a file of this length is worth reading twice to keep memory flat; see `cleanAnyEncoding`. */
export function isLargeUpload(format: UploadFormat, bytes: number): boolean {
  return bytes > (format === 'csv' ? LARGE_BYTES : LARGE_COMPRESSED_BYTES);
}
