import { gaussLegendre, type Quadrature } from './quadrature.ts';
import type { TreeGame } from './tree-game.ts';

/**
 * Shapley values of a game, by the outcomes of its tests.
 *
 * At a leaf of value v let feature k of its way have the weight w (the product of its branches' shares) and o, 1 if the
 * customer's value takes all of those branches and 0 if not. The leaf then gives feature j
 * v × (o_j − w_j) × ∫₀¹ Π_{k ≠ j} (t × o_k + (1 − t) × w_k) dt, and the integral, of a polynomial, is exact by
 * quadrature. The products go down the edges; the leaves' sums come up, and each edge gives its feature what it changes
 * beside the feature's edge above it.
 * Source: Lundberg et al., "From local explanations to global understanding with explainable AI for trees" (2020),
 * path-dependent values; the integral is the multilinear extension of Owen, "Multilinear Extensions of Games" (1972).
 */
export class GameSolver {
  readonly game: TreeGame;
  readonly #points: number;
  /** By edge and point: what the product is multiplied by where the edge is taken, and where it no longer is. */
  readonly #taken: Float64Array;
  readonly #left: Float64Array;
  /** By edge and point: what the sum below counts for the edge's feature, in the same two cases. */
  readonly #takenGain: Float64Array;
  readonly #leftGain: Float64Array;
  readonly #products: Float64Array;
  readonly #sums: Float64Array;
  /** By edge: whether all of its feature's branches down to it are taken. */
  readonly #state: Uint8Array;
  readonly #before: Uint8Array;

  constructor(game: TreeGame) {
    const quadrature = gaussLegendre(Math.max(1, Math.ceil(game.mostFeatures / 2)));
    const size = game.edgeCount * quadrature.points.length;
    this.game = game;
    this.#points = quadrature.points.length;
    this.#taken = new Float64Array(size);
    this.#left = new Float64Array(size);
    this.#takenGain = new Float64Array(size);
    this.#leftGain = new Float64Array(size);
    this.#products = new Float64Array(size);
    this.#sums = new Float64Array(size);
    this.#state = new Uint8Array(game.edgeCount).fill(1);
    this.#before = new Uint8Array(game.edgeCount).fill(1);
    this.#products.fill(1, 0, this.#points);
    for (let edge = 1; edge < game.edgeCount; edge++) this.#prepare(edge, quadrature);
  }

  /**
   * Adds the features' Shapley values to sums[first + feature].
   * @param holds 1 or 0 a test.
   */
  addValues(holds: Uint8Array, sums: Float64Array, first: number): void {
    this.#goDown(holds);
    this.#comeUp(sums, first);
  }

  #prepare(edge: number, { points, weights }: Quadrature): void {
    const { weight, previous, share } = this.game;
    const [own, above] = [weight[edge]!, weight[previous[edge]!]!];
    for (let i = 0; i < points.length; i++) {
      const t = points[i]!;
      const [withOwn, withAbove] = [t + (1 - t) * own, t + (1 - t) * above];
      const gainAbove = (1 - above) / withAbove;
      const at = edge * points.length + i;
      this.#taken[at] = withOwn / withAbove;
      this.#left[at] = ((1 - t) * above * share[edge]!) / withAbove;
      this.#takenGain[at] = weights[i]! * ((1 - own) / withOwn - gainAbove);
      this.#leftGain[at] = weights[i]! * (-1 / (1 - t) - gainAbove);
    }
  }

  #goDown(holds: Uint8Array): void {
    const { edgeCount, parent, previous, test, outcome, share, leafValue } = this.game;
    const [points, state, before, products, sums] = [
      this.#points,
      this.#state,
      this.#before,
      this.#products,
      this.#sums,
    ];
    for (let edge = 1; edge < edgeCount; edge++) {
      const wasTaken = state[previous[edge]!]!;
      const isTaken = wasTaken & Number(holds[test[edge]!] === outcome[edge]);
      before[edge] = wasTaken;
      state[edge] = isTaken;
      const value = leafValue[edge]!;
      const factors = isTaken === 1 ? this.#taken : this.#left;
      let from = parent[edge]! * points;
      for (let at = edge * points; at < (edge + 1) * points; at++, from++) {
        const product = products[from]! * (wasTaken === 1 ? factors[at]! : share[edge]!);
        products[at] = product;
        sums[at] = value * product;
      }
    }
  }

  #comeUp(values: Float64Array, first: number): void {
    const { edgeCount, parent, feature } = this.game;
    const [points, state, before, sums] = [this.#points, this.#state, this.#before, this.#sums];
    for (let edge = edgeCount - 1; edge > 0; edge--) {
      const gains = state[edge] === 1 ? this.#takenGain : this.#leftGain;
      const isCounted = before[edge] === 1;
      let to = parent[edge]! * points;
      let value = 0;
      for (let at = edge * points; at < (edge + 1) * points; at++, to++) {
        if (isCounted) value += sums[at]! * gains[at]!;
        sums[to]! += sums[at]!;
      }
      if (isCounted) values[first + feature[edge]!]! += value;
    }
  }
}

/** A game with its features numbered from 0 on, and what each of these numbers stands for. */
export function solverByPlace(game: TreeGame): {
  readonly features: Uint16Array;
  readonly solver: GameSolver;
} {
  const features = Uint16Array.from(new Set(game.feature.subarray(1)));
  const placeOf = new Map(Array.from(features, (feature, place) => [feature, place]));
  const feature = game.feature.map((each) => placeOf.get(each) ?? 0);
  return { features, solver: new GameSolver({ ...game, feature }) };
}
