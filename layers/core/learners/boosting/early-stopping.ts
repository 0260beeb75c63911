import type { FeatureTable } from '../../table/feature-table.ts';
import { logLossOfLogOdds } from '../log-odds.ts';
import { seededRandom, seedOfPart, shuffle } from '../seeded-random.ts';
import type { Team } from '../team.ts';
import { encodeRows } from '../trees/encoded-rows.ts';
import { Booster, type BoosterSettings } from './booster.ts';
import { addTree } from './boosting-model.ts';
import { type TrainingMatrix, trainingMatrix } from './training-matrix.ts';
import type { BoostedTree } from './tree-grower.ts';

/** Rounds without a lower loss after which the search ends. */
const PATIENCE_ROUNDS = 30;
/** With fewer held-out rows of a class than this their loss says nothing; FEW_ROWS_ROUNDS are taken then. */
const MIN_HELD_OUT = 10;
const FEW_ROWS_ROUNDS = 50;
const HELD_OUT_SHARE = 0.1;
/** Of each class; more would only cost time. */
const MAX_HELD_OUT = 10_000;

export interface StoppedEarly {
  /** The number of rounds with the least log-loss on the held-out rows, 0 to `settings.rounds`. */
  readonly rounds: number;
  /** Share of the rows that the trees below did not see; 1 where no rows could be held out. */
  readonly heldOutShare: number;
  /** The trees of these rounds, grown without the held-out rows; undefined where none could be held out. */
  readonly grown: GrownTrees | undefined;
}

export interface GrownTrees {
  readonly matrix: TrainingMatrix;
  readonly base: number;
  readonly trees: readonly BoostedTree[];
}

/**
 * Boosts with a tenth of the leavers and of the stayers, at most 10,000 of each, held out of everything, the bins
 * included, until their loss falls no more. Which rows are held out depends on the seed.
 */
export function boostUntilLossRises(
  table: FeatureTable,
  rows: Uint32Array,
  seed: number,
  settings: BoosterSettings & { readonly rounds: number },
  team: Team,
): StoppedEarly {
  const parts = holdOut(rows, table.label, seedOfPart(seed, 1));
  if (parts === undefined) {
    return { rounds: Math.min(settings.rounds, FEW_ROWS_ROUNDS), heldOutShare: 1, grown: undefined };
  }
  const { train, heldOut } = parts;
  const matrix = trainingMatrix(table, train, team);
  const booster = new Booster(matrix, train.length, settings, seed, team);
  const loss = new HeldOutLoss(matrix, table, heldOut, booster.base);
  const trees: (BoostedTree | undefined)[] = [];
  let [bestRound, bestLoss] = [0, loss.total()];
  for (let round = 1; round <= settings.rounds && round - bestRound <= PATIENCE_ROUNDS; round++) {
    const tree = booster.nextTree();
    trees.push(tree);
    if (tree === undefined) continue;
    loss.add(tree);
    const total = loss.total();
    if (total < bestLoss) [bestRound, bestLoss] = [round, total];
  }
  const kept = trees.slice(0, bestRound).filter((tree) => tree !== undefined);
  return {
    rounds: bestRound,
    heldOutShare: heldOut.length / rows.length,
    grown: { matrix, base: booster.base, trees: kept },
  };
}

/** The log-loss of the held-out rows while trees are added. */
class HeldOutLoss {
  readonly #encoded: Float32Array;
  readonly #width: number;
  readonly #labels: Uint8Array;
  readonly #logOdds: Float64Array;

  constructor({ features }: TrainingMatrix, table: FeatureTable, rows: Uint32Array, base: number) {
    this.#encoded = encodeRows(features, table, rows);
    this.#width = features.length;
    this.#labels = Uint8Array.from(rows, (row) => table.label[row]!);
    this.#logOdds = new Float64Array(rows.length).fill(base);
  }

  add(tree: BoostedTree): void {
    addTree(tree, 0, this.#encoded, this.#width, this.#logOdds);
  }

  total(): number {
    const [logOdds, labels] = [this.#logOdds, this.#labels];
    let sum = 0;
    for (let i = 0; i < labels.length; i++) sum += logLossOfLogOdds(logOdds[i]!, labels[i]!);
    return sum;
  }
}

/** Both parts in the rows' order; undefined where a class is too small to hold some out. */
function holdOut(
  rows: Uint32Array,
  label: Uint8Array,
  seed: number,
): { readonly train: Uint32Array; readonly heldOut: Uint32Array } | undefined {
  const random = seededRandom(seed);
  const isHeldOut = new Uint8Array(rows.length);
  for (const wanted of [1, 0]) {
    const places = placesOf(wanted, rows, label);
    const count = Math.min(MAX_HELD_OUT, Math.floor(places.length * HELD_OUT_SHARE));
    if (count < MIN_HELD_OUT) return undefined;
    shuffle(places, random);
    for (const place of places.subarray(0, count)) isHeldOut[place] = 1;
  }
  return {
    train: rows.filter((_, place) => isHeldOut[place] === 0),
    heldOut: rows.filter((_, place) => isHeldOut[place] === 1),
  };
}

function placesOf(wanted: number, rows: Uint32Array, label: Uint8Array): Uint32Array {
  const places = new Uint32Array(rows.length);
  let found = 0;
  for (let place = 0; place < rows.length; place++) {
    places[found] = place;
    if (label[rows[place]!] === wanted) found++;
  }
  return places.subarray(0, found);
}
