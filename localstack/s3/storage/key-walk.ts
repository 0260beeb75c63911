/** A row that has a key, or the common prefix of several. */
export type WalkEntry<Row> = { readonly row: Row } | { readonly commonPrefix: string };

export interface WalkOptions {
  readonly prefix: string;
  /** Keys that share what comes before its first occurrence after the prefix are given as one. */
  readonly delimiter: string | undefined;
  /** Everything up to it is left out: a key, or a common prefix with all its keys. */
  readonly after: string | undefined;
  /** Rows of the key `after` itself are asked for. */
  readonly includesAfter?: boolean;
  readonly limit: number;
}

export interface WalkPage<Row> {
  readonly entries: readonly WalkEntry<Row>[];
  /** There is more behind the last entry. */
  readonly isTruncated: boolean;
}

/**
 * One page of a listing. `rowsBetween` gives rows by key, from the first bound (inclusive) to the second (exclusive);
 * below a common prefix only the first row is read.
 */
export function walkKeys<Row extends { readonly key: string }>(
  rowsBetween: (from: Buffer, to: Buffer) => Iterable<Row>,
  options: WalkOptions,
): WalkPage<Row> {
  const end = behindPrefix(options.prefix);
  const entries: WalkEntry<Row>[] = [];
  let from: Buffer | undefined = startOf(options);
  while (from !== undefined && entries.length <= options.limit) {
    let next: Buffer | undefined;
    for (const row of rowsBetween(from, end)) {
      const commonPrefix = commonPrefixOf(row.key, options);
      entries.push(commonPrefix === undefined ? { row } : { commonPrefix });
      if (commonPrefix !== undefined) next = behindPrefix(commonPrefix);
      if (next !== undefined || entries.length > options.limit) break;
    }
    from = next;
  }
  const isTruncated = entries.length > options.limit && options.limit > 0;
  return { entries: entries.slice(0, options.limit), isTruncated };
}

/** The text by which the next page starts behind an entry. */
export function markerOf<Row extends { readonly key: string }>(entry: WalkEntry<Row>): string {
  return 'row' in entry ? entry.row.key : entry.commonPrefix;
}

function startOf({ prefix, delimiter, after, includesAfter = false }: WalkOptions): Buffer {
  const start = Buffer.from(prefix);
  if (after === undefined) return start;
  const commonPrefix = commonPrefixOf(after, { prefix, delimiter });
  if (commonPrefix !== undefined) return behindPrefix(commonPrefix);
  const marker = Buffer.from(after);
  // The next possible key is the same one with a byte of zero behind it.
  const behind = includesAfter ? marker : Buffer.concat([marker, Buffer.of(0)]);
  return Buffer.compare(behind, start) > 0 ? behind : start;
}

function commonPrefixOf(
  key: string,
  { prefix, delimiter }: Pick<WalkOptions, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === undefined || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** The first bytes behind all keys with a prefix; 0xFF, which UTF-8 never has, is behind all keys. */
function behindPrefix(prefix: string): Buffer {
  if (prefix === '') return Buffer.of(0xff);
  const bytes = Buffer.from(prefix);
  bytes[bytes.length - 1]! += 1;
  return bytes;
}
