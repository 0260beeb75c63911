import type { BoostedTrees } from './boosting-model.ts';

/** Collects the nodes and leaves of one tree; see BoostedTrees for what an entry is. */
export class TreeBuilder {
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #leafValue: number[] = [];

  get isEmpty(): boolean {
    return this.#feature.length === 0;
  }

  /** Returns the node's entry; its two sides are set later. */
  addNode(feature: number, threshold: number): number {
    this.#lower.push(0);
    this.#upper.push(0);
    this.#threshold.push(threshold);
    return this.#feature.push(feature) - 1;
  }

  /** Returns the leaf's entry. */
  addLeaf(value: number): number {
    return -this.#leafValue.push(value);
  }

  setLower(node: number, entry: number): void {
    this.#lower[node] = entry;
  }

  setUpper(node: number, entry: number): void {
    this.#upper[node] = entry;
  }

  tree(): Omit<BoostedTrees, 'roots'> {
    return {
      feature: Uint16Array.from(this.#feature),
      threshold: Float32Array.from(this.#threshold),
      lower: Int32Array.from(this.#lower),
      upper: Int32Array.from(this.#upper),
      leafValue: Float32Array.from(this.#leafValue),
    };
  }
}
