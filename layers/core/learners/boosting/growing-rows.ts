import type { CountedRows } from './count-codes.ts';
import { drawRows } from './drawn-rows.ts';
import { type GradientSums, type GradientUnits, packGradients } from './packed-gradients.ts';
import { MAX_NODES } from './row-router.ts';
import type { TrainingMatrix } from './training-matrix.ts';

/** A member's training rows while trees are grown: where each stands in the present tree and its log-odds before it. */
export class GrowingRows {
  /** Node of each row in the present tree, a leaf once the tree is grown. */
  readonly node: Uint8Array;
  /** By node, what its leaf adds to the log-odds. */
  readonly leafValues = new Float64Array(MAX_NODES);
  /** 1 for the rows that the present tree learns from. */
  readonly #drawn: Uint8Array;
  /** The rows to count next: the first `#listed` entries. */
  readonly #list: Uint32Array;
  #listed = 0;
  readonly #labels: Uint8Array;
  readonly #firstRow: number;
  readonly #logOdds: Float32Array;
  readonly #packed: Float64Array;
  #areAllDrawn = true;

  constructor({ labels, firstRow }: TrainingMatrix, base: number) {
    this.node = new Uint8Array(labels.length);
    this.#drawn = new Uint8Array(labels.length).fill(1);
    this.#list = new Uint32Array(labels.length);
    this.#labels = labels;
    this.#firstRow = firstRow;
    this.#logOdds = new Float32Array(labels.length).fill(base);
    this.#packed = new Float64Array(labels.length);
  }

  /** Draws the rows that the next tree learns from. */
  draw(seed: number, share: number): void {
    this.#areAllDrawn = share === 1;
    if (this.#areAllDrawn) return;
    this.#listed = drawRows(seed, share, this.#firstRow, this.#drawn, this.#list);
  }

  /** Adds the last tree's leaves to the log-odds, packs the gradients there and puts all rows into node 0. */
  pack(units: GradientUnits): GradientSums {
    const rows = {
      labels: this.#labels,
      logOdds: this.#logOdds,
      node: this.node,
      packed: this.#packed,
      firstRow: this.#firstRow,
    };
    const sums = packGradients(rows, this.leafValues, units);
    this.node.fill(0);
    this.leafValues.fill(0);
    return sums;
  }

  drawnRows(): CountedRows {
    return this.#areAllDrawn ? this.#counted(undefined) : this.#counted(this.#list);
  }

  /** The drawn rows that are in one of the wanted nodes. @param wanted By node, 1 or 0. */
  rowsOf(wanted: Uint8Array): CountedRows {
    this.#listed = this.#areAllDrawn
      ? listRows(this.node, wanted, this.#list)
      : listDrawnRows(this.node, wanted, this.#drawn, this.#list);
    return this.#counted(this.#list);
  }

  #counted(list: Uint32Array | undefined): CountedRows {
    return { packed: this.#packed, node: this.node, list, listed: this.#listed };
  }
}

/**
 * Writes without a branch: every row is listed, and the next one over it if it is not wanted. Four rows a turn, which
 * also is too much code to be moved into its caller, where the loop was seen to run at a third of its speed.
 */
function listRows(node: Uint8Array, wanted: Uint8Array, list: Uint32Array): number {
  let listed = 0;
  let row = 0;
  for (; row + 3 < node.length; row += 4) {
    list[listed] = row;
    listed = (listed + wanted[node[row]!]!) | 0;
    list[listed] = row + 1;
    listed = (listed + wanted[node[row + 1]!]!) | 0;
    list[listed] = row + 2;
    listed = (listed + wanted[node[row + 2]!]!) | 0;
    list[listed] = row + 3;
    listed = (listed + wanted[node[row + 3]!]!) | 0;
  }
  for (; row < node.length; row++) {
    list[listed] = row;
    listed = (listed + wanted[node[row]!]!) | 0;
  }
  return listed;
}

function listDrawnRows(node: Uint8Array, wanted: Uint8Array, drawn: Uint8Array, list: Uint32Array): number {
  let listed = 0;
  for (let row = 0; row < node.length; row++) {
    list[listed] = row;
    listed = (listed + (wanted[node[row]!]! & drawn[row]!)) | 0;
  }
  return listed;
}
