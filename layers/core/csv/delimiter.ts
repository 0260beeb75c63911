import { isLineEnd, QUOTE } from './characters.ts';

/** The delimiters that are told apart by the header line; on a tie the first in this order. */
export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

/** The delimiter found most often outside quotes in the first line that is not blank; a comma where there is none. */
export function detectDelimiter(text: string): CsvDelimiter {
  const header = headerOf(text);
  let best: CsvDelimiter = ',';
  let bestCount = 0;
  for (const delimiter of CSV_DELIMITERS) {
    const count = header.split(delimiter).length - 1;
    if (count > bestCount) {
      best = delimiter;
      bestCount = count;
    }
  }
  return best;
}

/** The header line with its quoted parts left out. */
function headerOf(text: string): string {
  let header = '';
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (!isLineEnd(code)) header += text[index];
    else if (header !== '') break;
  }
  return header;
}
