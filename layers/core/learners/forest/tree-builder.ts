import type { Trees } from './forest-model.ts';

/** Stands for the node above a root. */
export const ROOT = -1;

/** Where in its tree a node or a leaf is. */
export interface Place {
  /** The entry of the node above, or ROOT. */
  readonly parent: number;
  readonly isUpper: boolean;
}

/** Collects the nodes and leaves of trees, each after the one above it; see Trees for what an entry is. */
export class TreeBuilder {
  readonly #roots: number[] = [];
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #leafProbability: number[] = [];

  /** Returns the node's entry. */
  addNode(feature: number, threshold: number, place: Place): number {
    this.#lower.push(0);
    this.#upper.push(0);
    this.#threshold.push(threshold);
    const entry = this.#feature.push(feature) - 1;
    this.#link(place, entry);
    return entry;
  }

  addLeaf(probability: number, place: Place): void {
    this.#link(place, -this.#leafProbability.push(probability));
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

  #link({ parent, isUpper }: Place, entry: number): void {
    if (parent === ROOT) this.#roots.push(entry);
    else if (isUpper) this.#upper[parent] = entry;
    else this.#lower[parent] = entry;
  }
}
