/** What an upload may be; told by its first bytes, whatever its name. */
export const UPLOAD_FORMATS = ['csv', 'csv.gz', 'parquet'] as const;
export type UploadFormat = (typeof UPLOAD_FORMATS)[number];

/** How many first bytes `uploadFormatOf` wants to see. */
export const FORMAT_HEAD_BYTES = 4;

const GZIP = [0x1f, 0x8b];
const PARQUET = [0x50, 0x41, 0x52, 0x31];

/** The format of a file that begins with these bytes. Anything but gzip and Parquet is read as CSV, and refused there. */
export function uploadFormatOf(head: Uint8Array): UploadFormat {
  const begins = (signature: readonly number[]) => signature.every((byte, index) => head[index] === byte);
  if (begins(GZIP)) return 'csv.gz';
  return begins(PARQUET) ? 'parquet' : 'csv';
}
