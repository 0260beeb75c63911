import { DataError } from '../errors.ts';
import { CARRIAGE_RETURN, LINE_FEED } from './characters.ts';

interface Signature {
  readonly bytes: readonly number[];
  readonly name: string;
  /** The signature is itself plain text, so a CSV file might begin with it. */
  readonly isText?: boolean;
}

const SIGNATURES: readonly Signature[] = [
  { bytes: [0xff, 0xfe], name: 'UTF-16 text; save it as UTF-8' },
  { bytes: [0xfe, 0xff], name: 'UTF-16 text; save it as UTF-8' },
  { bytes: [0x1f, 0x8b], name: 'a gzip archive; unpack it first' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: 'an Excel workbook or a zip archive; export it as CSV' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: 'an old Excel workbook; export it as CSV' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: 'a zstd archive; unpack it first' },
  { bytes: [0x50, 0x41, 0x52, 0x31], name: 'a Parquet file; export it as CSV', isText: true },
  { bytes: [0x42, 0x5a, 0x68], name: 'a bzip2 archive; unpack it first', isText: true },
  { bytes: [0x25, 0x50, 0x44, 0x46], name: 'a PDF document', isText: true },
];

/**
 * Refuses files of formats that are known not to be CSV by their first bytes.
 * @throws DataError `CSV_NOT_TEXT` saying what the file seems to be.
 */
export function refuseKnownFormats(head: Uint8Array): void {
  const signature = signatureOf(head);
  if (signature !== undefined && signature.isText !== true) throw notText(signature.name);
}

/**
 * Refuses NUL bytes, which no text holds. `bytes` begins at the source's `offset` and on its `line`.
 * @throws DataError `CSV_NOT_TEXT` naming the line and the byte offset.
 */
export function refuseNulBytes(bytes: Uint8Array, offset: number, line: number): void {
  const index = bytes.indexOf(0);
  if (index === -1) return;
  const signature = offset === 0 ? signatureOf(bytes) : undefined;
  if (signature !== undefined) throw notText(signature.name);
  throw notText(
    `binary or UTF-16: there is a NUL byte on line ${line + lineEndsIn(bytes, index)}, byte offset ${offset + index}`,
  );
}

/** Number of line ends (LF, CRLF or CR) before `end`. */
export function lineEndsIn(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let index = 0; index < end; index++) {
    const byte = bytes[index]!;
    if (byte === LINE_FEED || (byte === CARRIAGE_RETURN && bytes[index + 1] !== LINE_FEED)) count++;
  }
  return count;
}

function signatureOf(head: Uint8Array): Signature | undefined {
  return SIGNATURES.find((signature) => signature.bytes.every((byte, index) => head[index] === byte));
}

function notText(what: string): DataError {
  return new DataError('CSV_NOT_TEXT', `The file is no CSV text: it looks like ${what}.`);
}
