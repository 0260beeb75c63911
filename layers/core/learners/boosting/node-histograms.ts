import type { Team } from '../team.ts';
import type { CodeWords } from './code-words.ts';
import { type CountedRows, countCodes, sumCount } from './count-codes.ts';
import type { GradientSums } from './packed-gradients.ts';
import { MAX_NODES } from './row-router.ts';

/** Packed sums by code over all training rows, one bundle after another, MAX_CODES apart. */
export type CodeHistogram = Float64Array;

/** An area begins with the two sums that go with its histograms. */
const HEAD = 2;

/** Counts the gradients of nodes by code: every member its own rows, then all members the sum of these. */
export class NodeHistograms {
  readonly #codes: CodeWords;
  readonly #team: Team;
  readonly #size: number;
  /** By turn and rank: two turns, so that a member may count the next nodes while another still reads these. */
  readonly #areas: readonly (readonly Float64Array[])[];
  readonly #places = new Uint32Array(MAX_NODES);
  readonly #spare: CodeHistogram[] = [];
  #turn = 0;

  /** @param maxNodes Most nodes that are counted at once. */
  constructor(codes: CodeWords, maxNodes: number, team: Team) {
    this.#codes = codes;
    this.#team = team;
    this.#size = sumCount(codes.bundleCount);
    const length = HEAD + maxNodes * this.#size;
    const bytes = length * Float64Array.BYTES_PER_ELEMENT;
    this.#areas = Array.from({ length: Math.min(2, team.size) }, () => {
      const memory = team.sharedMemory(team.size * bytes);
      return Array.from({ length: team.size }, (_, rank) => new Float64Array(memory, rank * bytes, length));
    });
  }

  /**
   * The histograms of some nodes, in their order, and the sums of what the members give, all over the whole team.
   * Histograms stay valid until they are given back.
   */
  count(
    nodes: readonly number[],
    rows: CountedRows,
    sums: GradientSums,
  ): { readonly histograms: CodeHistogram[]; readonly sums: GradientSums } {
    const area = this.#areas[this.#turn]!;
    this.#turn = (this.#turn + 1) % this.#areas.length;
    const placeOf = (index: number) => HEAD + index * this.#size;
    const mine = area[this.#team.rank]!;
    mine.fill(0, 0, placeOf(nodes.length));
    mine.set([sums.magnitude, sums.hessian]);
    for (const [index, node] of nodes.entries()) this.#places[node] = placeOf(index);
    countCodes(this.#codes, rows, nodes, this.#places, mine);
    this.#team.barrier();
    const totalOf = (at: number) => area.reduce((total, part) => total + part[at]!, 0);
    return {
      histograms: nodes.map((_, index) => this.#added(area, placeOf(index))),
      sums: { magnitude: totalOf(0), hessian: totalOf(1) },
    };
  }

  /** Takes a side's histogram from its parent's, which becomes the other side's. */
  subtract(parent: CodeHistogram, side: CodeHistogram): CodeHistogram {
    for (let at = 0; at < parent.length; at++) parent[at]! -= side[at]!;
    return parent;
  }

  giveBack(histogram: CodeHistogram): void {
    this.#spare.push(histogram);
  }

  #added(area: readonly Float64Array[], from: number): CodeHistogram {
    const sum = this.#spare.pop() ?? new Float64Array(this.#size);
    sum.set(area[0]!.subarray(from, from + this.#size));
    for (const part of area.slice(1)) {
      for (let at = 0; at < sum.length; at++) sum[at]! += part[from + at]!;
    }
    return sum;
  }
}
