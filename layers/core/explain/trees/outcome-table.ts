import { solverByPlace } from './game-solver.ts';
import type { TreeGame } from './tree-game.ts';

/** The Shapley values of a small game for every outcome of its tests, so that a row needs only its outcome. */
export interface OutcomeTable {
  /** Distinct tests, test i being bit i of an outcome. Up to a multiple of TESTS_TOGETHER some that never hold: NaN. */
  readonly testFeature: Uint16Array;
  readonly testThreshold: Float32Array;
  /** The features that have a part. */
  readonly features: Uint16Array;
  /** By outcome, a value for each of these features. */
  readonly values: Float64Array;
}

/** Most tests of a table: 512 outcomes. */
export const MAX_TABLE_TESTS = 9;

/** Tests that one pass over the rows makes: those of a tree of depth 3. */
const TESTS_TOGETHER = 7;

/** Solves a game without a way 2^tests times. */
export function outcomeTable(game: TreeGame): OutcomeTable {
  const tests = game.testFeature.length;
  const padded = Math.ceil(tests / TESTS_TOGETHER) * TESTS_TOGETHER;
  const testFeature = new Uint16Array(padded);
  const testThreshold = new Float32Array(padded).fill(Number.NaN);
  testFeature.set(game.testFeature);
  testThreshold.set(game.testThreshold);
  const { features, solver } = solverByPlace(game);
  const values = new Float64Array(features.length * 2 ** tests);
  const holds = new Uint8Array(tests);
  for (let outcome = 0; outcome < 2 ** tests; outcome++) {
    for (let test = 0; test < tests; test++) holds[test] = (outcome >> test) & 1;
    solver.addValues(holds, values, outcome * features.length);
  }
  return { testFeature, testThreshold, features, values };
}

/**
 * Adds the Shapley values of each row's outcome to sums[row × width + feature].
 * @param encoded The rows one after another, `width` numbers each; see encodeRows.
 * @param outcomes Room for an outcome a row; its length says how many rows there are.
 */
export function addTable(
  { testFeature, testThreshold, features, values }: OutcomeTable,
  encoded: Float32Array,
  width: number,
  outcomes: Uint16Array,
  sums: Float64Array,
): void {
  outcomes.fill(0);
  for (let first = 0; first < testFeature.length; first += TESTS_TOGETHER)
    markOutcomes(encoded, width, testFeature, testThreshold, first, outcomes);
  addValues(values, outcomes, width, features, sums);
}

function markOutcomes(
  encoded: Float32Array,
  width: number,
  feature: Uint16Array,
  threshold: Float32Array,
  first: number,
  outcomes: Uint16Array,
): void {
  const [f0, f1, f2, f3] = [feature[first]!, feature[first + 1]!, feature[first + 2]!, feature[first + 3]!];
  const [f4, f5, f6] = [feature[first + 4]!, feature[first + 5]!, feature[first + 6]!];
  const [t0, t1, t2] = [threshold[first]!, threshold[first + 1]!, threshold[first + 2]!];
  const [t3, t4] = [threshold[first + 3]!, threshold[first + 4]!];
  const [t5, t6] = [threshold[first + 5]!, threshold[first + 6]!];
  for (let row = 0, at = 0; row < outcomes.length; row++, at += width) {
    const outcome =
      Number(encoded[at + f0]! <= t0) |
      (Number(encoded[at + f1]! <= t1) << 1) |
      (Number(encoded[at + f2]! <= t2) << 2) |
      (Number(encoded[at + f3]! <= t3) << 3) |
      (Number(encoded[at + f4]! <= t4) << 4) |
      (Number(encoded[at + f5]! <= t5) << 5) |
      (Number(encoded[at + f6]! <= t6) << 6);
    outcomes[row]! |= outcome << first;
  }
}

function addValues(
  values: Float64Array,
  outcomes: Uint16Array,
  width: number,
  features: Uint16Array,
  sums: Float64Array,
): void {
  const count = features.length;
  for (let row = 0, first = 0; row < outcomes.length; row++, first += width) {
    const from = outcomes[row]! * count;
    for (let place = 0; place < count; place++) sums[first + features[place]!]! += values[from + place]!;
  }
}
