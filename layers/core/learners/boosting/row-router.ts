import { type BundlePlan, MAX_CODES } from '../trees/column-bundles.ts';
import { type CodeWords, laneOf } from './code-words.ts';

/** Most nodes of a tree, inner ones and leaves together: a full tree of depth 5 has 63. */
export const MAX_NODES = 64;

/** Sends rows from the nodes of one level of a tree to those of the next. A node that is not parted keeps its rows. */
export class RowRouter {
  readonly #bundles: BundlePlan;
  readonly #codes: CodeWords;
  /** By node, where the words begin that hold its column's code, and how far they are shifted down. */
  readonly #start = new Uint32Array(MAX_NODES);
  readonly #shift = new Uint8Array(MAX_NODES);
  /** Entry node × MAX_CODES + code is where a row of the node with this code goes. */
  readonly #next = new Uint8Array(MAX_NODES * MAX_CODES);

  constructor(bundles: BundlePlan, codes: CodeWords) {
    this.#bundles = bundles;
    this.#codes = codes;
  }

  /** Makes every node keep its rows. */
  reset(): void {
    this.#start.fill(0);
    this.#shift.fill(0);
    for (let node = 0; node < MAX_NODES; node++) {
      this.#next.fill(node, node * MAX_CODES, (node + 1) * MAX_CODES);
    }
  }

  /** Sends the rows of a node whose feature is at most in `bin` to `lower`, the others to `upper`. */
  part(node: number, split: { readonly feature: number; readonly bin: number }, lower: number): void {
    const { bundleOf, binOfCode } = this.#bundles;
    const { group, shift } = laneOf(bundleOf[split.feature]!);
    this.#start[node] = group * this.#codes.rowCount;
    this.#shift[node] = shift;
    const from = split.feature * MAX_CODES;
    for (let code = 0; code < MAX_CODES; code++) {
      this.#next[node * MAX_CODES + code] = binOfCode[from + code]! <= split.bin ? lower : lower + 1;
    }
  }

  /** Moves all rows on. */
  route(node: Uint8Array): void {
    const { words } = this.#codes;
    const [start, shift, next] = [this.#start, this.#shift, this.#next];
    for (let row = 0; row < node.length; row++) {
      const at = node[row]!;
      const code = (words[start[at]! + row]! >>> shift[at]!) & 255;
      node[row] = next[at * MAX_CODES + code]!;
    }
  }

  /** As `route`, where all rows are in node 0. */
  routeFromRoot(node: Uint8Array): void {
    const words = this.#codes.words.subarray(this.#start[0]!);
    const [shift, next] = [this.#shift[0]!, this.#next];
    for (let row = 0; row < node.length; row++) node[row] = next[(words[row]! >>> shift) & 255]!;
  }
}
