import type { GameSolver } from './game-solver.ts';

/** Of a golden-ratio sequence: spreads neighbouring outcomes over the places. */
const SPREAD = 0x9e3779b1;
/** No outcome: outcomes have at most 31 bits. */
const FREE = 0xffffffff;

/** Solves a game once for each outcome that is asked for. The memory is used again for the next game. */
export class OutcomeMemo {
  /** Shapley values, those of an outcome from its place on, one a feature. */
  values = new Float64Array(1024);
  readonly #capacityBits: number;
  /** A hash table with linear probing; of few bits the outcome is its own hash. */
  readonly #outcomes: Uint32Array;
  readonly #places: Uint32Array;
  #solver: GameSolver | undefined;
  #holds = new Uint8Array(0);
  #featureCount = 0;
  #isDirect = true;
  #end = 0;

  /** @param rowCount Most different outcomes of one game. */
  constructor(rowCount: number) {
    this.#capacityBits = Math.max(4, 33 - Math.clz32(rowCount));
    this.#outcomes = new Uint32Array(2 ** this.#capacityBits);
    this.#places = new Uint32Array(2 ** this.#capacityBits);
  }

  /** Forgets the last game. @param testCount Bits of an outcome, bit i being test i of the game; at most 31. */
  begin(solver: GameSolver, featureCount: number, testCount: number): void {
    this.#solver = solver;
    this.#holds = new Uint8Array(testCount);
    this.#featureCount = featureCount;
    this.#isDirect = testCount <= this.#capacityBits;
    this.#end = 0;
    this.#outcomes.fill(FREE, 0, this.#isDirect ? 2 ** testCount : this.#outcomes.length);
  }

  /** Where the Shapley values of an outcome begin. */
  placeOf(outcome: number): number {
    const outcomes = this.#outcomes;
    let at = this.#isDirect ? outcome : Math.imul(outcome, SPREAD) >>> (32 - this.#capacityBits);
    while (outcomes[at] !== outcome) {
      if (outcomes[at] === FREE) return this.#solve(outcome, at);
      at = (at + 1) & (outcomes.length - 1);
    }
    return this.#places[at]!;
  }

  #solve(outcome: number, at: number): number {
    const place = this.#end;
    this.#end += this.#featureCount;
    if (this.#end > this.values.length) this.#grow();
    for (let test = 0; test < this.#holds.length; test++) this.#holds[test] = (outcome >>> test) & 1;
    this.values.fill(0, place, this.#end);
    this.#solver?.addValues(this.#holds, this.values, place);
    this.#outcomes[at] = outcome;
    this.#places[at] = place;
    return place;
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#end);
    larger.set(this.values);
    this.values = larger;
  }
}
