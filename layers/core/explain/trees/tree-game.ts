import type { CoverTrees } from './cover-trees.ts';
import { LEAF } from './pack-trees.ts';

/** A feature tested on the way to a subtree. */
export interface WayFeature {
  readonly feature: number;
  /** Product of the shares of its branches that lead there. */
  readonly weight: number;
}

/**
 * A tree, or a subtree and the way to it, as a game of its features: a feature that plays lets its tests decide as the
 * customer's value does; where it does not play, both sides of its tests count by their shares. Edges are numbered from
 * 1, each after the one above it; 0 stands for the root. Each feature of the way is an edge too, without a sibling.
 */
export interface TreeGame {
  /** The first so many tests ask whether a feature of the way, in its order, takes all of its branches there. */
  readonly wayTests: number;
  /** The other tests, all distinct: value of the feature ≤ threshold. */
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

/** The game of the subtree at `top` behind the features of `way`. A tree that is a single leaf has no edge. */
export function treeGame(trees: CoverTrees, top: number, way: readonly WayFeature[] = []): TreeGame {
  const builder = new GameBuilder(trees, way.length);
  const above = new Map<number, number>();
  let edge = 0;
  for (const [test, { feature, weight }] of way.entries()) {
    edge = builder.addEdge({ parent: edge, previous: 0, test, outcome: 1, feature, share: weight });
    above.set(feature, edge);
  }
  builder.addSubtree(edge, top, above);
  return builder.game();
}

interface Edge {
  readonly parent: number;
  readonly previous: number;
  readonly test: number;
  readonly outcome: 0 | 1;
  readonly feature: number;
  readonly share: number;
}

class GameBuilder {
  readonly #trees: CoverTrees;
  readonly #wayTests: number;
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

  constructor(trees: CoverTrees, wayTests: number) {
    this.#trees = trees;
    this.#wayTests = wayTests;
  }

  addEdge({ parent, previous, test, outcome, feature, share }: Edge): number {
    this.#previous.push(previous);
    this.#test.push(test);
    this.#outcome.push(outcome);
    this.#feature.push(feature);
    this.#share.push(share);
    this.#weight.push(this.#weight[previous]! * share);
    this.#leafValue.push(0);
    return this.#parent.push(parent) - 1;
  }

  /** @param above The last edge of each feature on the way. */
  addSubtree(parent: number, entry: number, above: ReadonlyMap<number, number>): void {
    const { number, upper, lowerShare } = this.#trees;
    const feature = this.#trees.feature[entry]!;
    if (feature === LEAF) {
      this.#leafValue[parent] = number[entry]!;
      this.#mostFeatures = Math.max(this.#mostFeatures, above.size);
      return;
    }
    const previous = above.get(feature) ?? 0;
    const test = this.#testOf(entry);
    const share = lowerShare[entry]!;
    const lower = this.addEdge({ parent, previous, test, outcome: 1, feature, share });
    this.addSubtree(lower, entry + 1, new Map(above).set(feature, lower));
    const higher = this.addEdge({ parent, previous, test, outcome: 0, feature, share: 1 - share });
    this.addSubtree(higher, upper[entry]!, new Map(above).set(feature, higher));
  }

  game(): TreeGame {
    const { feature, number } = this.#trees;
    return {
      wayTests: this.#wayTests,
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
    const test = this.#testNodes.findIndex(
      (known) => feature[known] === feature[node] && number[known] === number[node],
    );
    return this.#wayTests + (test === -1 ? this.#testNodes.push(node) - 1 : test);
  }
}
