import { isLineEnd, QUOTE } from './characters.ts';

/** The delimiters that are told apart by the header line; on a tie the first in this order. */
export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

/** The delimiter found most often outside quotes in the first line that is not blank; a comma where there is none. */
export function detectDelimiter(bytes: Uint8Array): CsvDelimiter {
  const counts = countHeaderBytes(bytes);
  let best: CsvDelimiter = ',';
  for (const delimiter of CSV_DELIMITERS) {
    if (counts[delimiter.charCodeAt(0)]! > counts[best.charCodeAt(0)]!) best = delimiter;
  }
  return best;
}

/** How often each byte is in the header line, its quoted parts left out. */
function countHeaderBytes(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  let isQuoted = false;
  let isBlank = true;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]!;
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (!isLineEnd(byte)) {
      isBlank = false;
      counts[byte]!++;
    } else if (!isBlank) break;
  }
  return counts;
}
