import type { CsvBatch } from '../csv/csv-batch.ts';
import { type CategoryFileCells, textOf } from './typed-rows.ts';

export type Segments = Readonly<Record<string, string>>;
type Node = Map<number, Node | Segments>;

/** Beyond, each customer gets an object of their own. */
const MOST_SHARED = 10_000;

/** Values of segment columns as objects, one for all customers who have the same. */
export class SharedSegments {
  readonly #columns: readonly CategoryFileCells[];
  readonly #root: Node = new Map();
  #count = 0;

  constructor(columns: readonly CategoryFileCells[]) {
    this.#columns = columns;
  }

  /** The values of a row of the batch that the columns were read from, by the columns' names. */
  of(source: CsvBatch, row: number): Segments {
    let node = this.#root;
    for (const { codes } of this.#columns) {
      const code = codes[row]!;
      const next = node.get(code);
      // Texts past a dictionary's limits have no code of their own.
      if (code === -1 || next === undefined) return this.#make(source, row);
      if (!(next instanceof Map)) return next;
      node = next;
    }
    return this.#make(source, row);
  }

  #make(source: CsvBatch, row: number): Segments {
    const segments: Record<string, string> = {};
    for (const cells of this.#columns) segments[cells.name] = textOf(source, cells, row);
    const codes = this.#columns.map((cells) => cells.codes[row]!);
    const last = codes.pop();
    if (last === undefined || this.#count === MOST_SHARED || [...codes, last].includes(-1)) return segments;
    this.#count += 1;
    let node = this.#root;
    for (const code of codes) node = branchOf(node, code);
    node.set(last, segments);
    return segments;
  }
}

/** The branch of a code, grown where there is none; leaves are all at the same depth, below any branch. */
function branchOf(node: Node, code: number): Node {
  const known = node.get(code);
  if (known instanceof Map) return known;
  const grown: Node = new Map();
  node.set(code, grown);
  return grown;
}
