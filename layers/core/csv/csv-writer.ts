const CHUNK_LENGTH = 64 * 1024;
const NEEDS_QUOTES = /^\uFEFF|[",;\t|\r\n]/;
const encoder = new TextEncoder();

/**
 * One line of CSV by RFC 4180 without its line end. Fields that hold a quote, a line end or any of the delimiters
 * `, ; tab |` are quoted, so the line reads the same whatever program opens it; so is a single empty field, which would
 * otherwise be a blank line.
 */
export function formatCsvRow(fields: readonly string[], delimiter = ','): string {
  if (fields.length === 1 && fields[0] === '') return '""';
  let row = '';
  for (let index = 0; index < fields.length; index++) {
    if (index > 0) row += delimiter;
    row += formatCsvField(fields[index]!);
  }
  return row;
}

function formatCsvField(field: string): string {
  return NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Takes one chunk of bytes; resolves when there is room for more. */
export type ByteSink = (chunk: Uint8Array) => Promise<void>;

export interface CsvWriter {
  /** Adds a row. True: enough has gathered, and the caller should `await flush()`. */
  row(fields: readonly string[]): boolean;
  /** Adds a row made by `formatCsvRow`. */
  formattedRow(row: string): boolean;
  /** Hands what has gathered to the sink; also to be called at the end. */
  flush(): Promise<void>;
}

/** Writes CSV in UTF-8 with LF line ends, in chunks of about 64 KiB. */
export function createCsvWriter(sink: ByteSink): CsvWriter {
  let text = '';
  const formattedRow = (row: string): boolean => {
    text += `${row}\n`;
    return text.length >= CHUNK_LENGTH;
  };
  return {
    row: (fields) => formattedRow(formatCsvRow(fields)),
    formattedRow,
    async flush() {
      if (text === '') return;
      const chunk = encoder.encode(text);
      text = '';
      await sink(chunk);
    },
  };
}
