import { type CoverTrees, } from './cover-trees.ts';
import { LEAF } from './packed-trees.ts';

/** A branch on the way to a subtree: a node and which of its sides the way takes. */
export interface Branch {
  readonly node: number;
  readonly isLower: boolean;
}

/**
 * A tree, or a subtree and the way to it, as a game of its features: a feature that plays lets its tests decide as the
 * customer's value does; where it does not play, both sides of its tests count by their shares. Edges are numbered from
 * 1, each after the one above it; 0 stands for the root. A branch of the way is an edge too, without its sibling.
 */
export interface TreeGame {
  /** Distinct tests: value of the feature ≤ threshold. */
  readonly testFeature: Uint16Array;
  readonly testThreshold: Float32Array;
  /** Edges, 0 included. */
  readonly edgeCount: number;
  /** The edge that ends where this one begins. */
  readonly parent: Uint32Array;
  /** The nearest edge above that tests the same feature; 0 if there is none. */
  readonly previous: Uint32Array;
  readonly test: Uint16Array;
  /** 1 if the edge is taken where its test holds, 0 if where it does not. */
  readonly outcome: Uint8Array;
  readonly feature: Uint16Array;
  /** The edge's share of the background rows at its node. */
  readonly share: Float64Array;
  /** Product of the shares of this edge and of those above it that test the same feature. */
  readonly weight: Float64Array;
  /** Value of the leaf at the edge's end; 0 where it ends at a node. */
  readonly leafValue: Float64Array;
  /** Most distinct features between the root and a leaf. */
  readonly mostFeatures: number;
}

/** The game of the subtree at `top` behind the branches of `way`. */
export function treeGame(trees: CoverTrees, top: number, way: readonly Branch[] = []): TreeGame {
  const builder = new GameBuilder(trees);
  const above = new Map<number, number>();
  let edge = 0;
  for (const branch of way) {
    edge = builder.addEdge(edge, branch, above);
    above.set(trees.feature[branch.node]!, edge);
  }
  builder.addSubtree(edge, top, above);
  return builder.game();
}

class GameBuilder {
  readonly #trees: CoverTrees;
  readonly #tests = new Map<string, number>();
  readonly #testNodes: number[] = [];
  readonly #parent = [0];
  readonly #previous = [0];
  readonly #test = [0];
  readonly #outcome = [0];
  readonly #feature = [0];
  readonly #share = [1];
  readonly #weight = [1];
  readonly #leafValue = [0];
  #mostFeatures = 0;

  constructor(trees: CoverTrees) {
    this.#trees = trees;
  }

  /** @param above The last edge of each feature on the way. */
  addEdge(parent: number, { node, isLower }: Branch, above: ReadonlyMap<number, number>): number {
    const { feature, lowerShare } = this.#trees;
    const previous = above.get(feature[node]!) ?? 0;
    const share = isLower ? lowerShare[node]! : 1 - lowerShare[node]!;
    this.#previous.push(previous);
    this.#test.push(this.#testOf(node));
    this.#outcome.push(isLower ? 1 : 0);
    this.#feature.push(feature[node]!);
    this.#share.push(share);
    this.#weight.push(this.#weight[previous]! * share);
    this.#leafValue.push(0);
    return this.#parent.push(parent) - 1;
  }

  addSubtree(edge: number, entry: number, above: Map<number, number>): void {
    const { feature, number, upper } = this.#trees;
    if (feature[entry] === LEAF) {
      this.#leafValue[edge] = number[entry]!;
      this.#mostFeatures = Math.max(this.#mostFeatures, above.size);
      return;
    }
    for (const isLower of [true, false]) {
      const below = this.addEdge(edge, { node: entry, isLower }, above);
      const next = new Map(above).set(feature[entry]!, below);
      this.addSubtree(below, isLower ? entry + 1 : upper[entry]!, next);
    }
  }

  game(): TreeGame {
    const { feature, number } = this.#trees;
    return {
      testFeature: Uint16Array.from(this.#testNodes, (node) => feature[node]!),
      testThreshold: Float32Array.from(this.#testNodes, (node) => number[node]!),
      edgeCount: this.#parent.length,
      parent: Uint32Array.from(this.#parent),
      previous: Uint32Array.from(this.#previous),
      test: Uint16Array.from(this.#test),
      outcome: Uint8Array.from(this.#outcome),
      feature: Uint16Array.from(this.#feature),
      share: Float64Array.from(this.#share),
      weight: Float64Array.from(this.#weight),
      leafValue: Float64Array.from(this.#leafValue),
      mostFeatures: this.#mostFeatures,
    };
  }

  #testOf(node: number): number {
    const { feature, number } = this.#trees;
    const key = `${feature[node]} ${number[node]}`;
    const known = this.#tests.get(key);
    if (known !== undefined) return known;
    this.#tests.set(key, this.#testNodes.length);
    return this.#testNodes.push(node) - 1;
  }
}
