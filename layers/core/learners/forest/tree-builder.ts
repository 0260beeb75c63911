import type { Trees } from './forest-model.ts';

/** Collects the nodes and leaves of all trees; see Trees for what an entry is. */
export class TreeBuilder {
  readonly #roots: number[] = [];
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #leafProbability: number[] = [];

  addRoot(entry: number): void {
    this.#roots.push(entry);
  }

  /** Returns the node's entry; its two sides are set later. */
  addNode(feature: number, threshold: number): number {
    this.#lower.push(0);
    this.#upper.push(0);
    this.#threshold.push(threshold);
    return this.#feature.push(feature) - 1;
  }

  /** Returns the leaf's entry. */
  addLeaf(probability: number): number {
    return -this.#leafProbability.push(probability);
  }

  setLower(node: number, entry: number): void {
    this.#lower[node] = entry;
  }

  setUpper(node: number, entry: number): void {
    this.#upper[node] = entry;
  }

  trees(): Trees {
    return {
      roots: Int32Array.from(this.#roots),
      feature: Uint16Array.from(this.#feature),
      threshold: Float32Array.from(this.#threshold),
      lower: Int32Array.from(this.#lower),
      upper: Int32Array.from(this.#upper),
      leafProbability: Float32Array.from(this.#leafProbability),
    };
  }
}
