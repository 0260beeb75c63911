import type { FeatureTable } from '../../table/feature-table.ts';
import { logLossOfLogOdds } from '../log-odds.ts';
import { seededRandom, seedOfPart, shuffle } from '../seeded-random.ts';
import type { Team } from '../team.ts';
import { encodeRows } from '../trees/encoded-rows.ts';
import { Booster, type BoosterSettings } from './booster.ts';
import { addTree } from './boosting-model.ts';
import { trainingMatrix } from './training-matrix.ts';

/** Rounds without a lower loss after which the search ends. */
const PATIENCE_ROUNDS = 30;
/** With fewer held-out rows of a class than this their loss says nothing; FEW_ROWS_ROUNDS are taken then. */
const MIN_HELD_OUT = 10;
const FEW_ROWS_ROUNDS = 50;
const HELD_OUT_SHARE = 0.1;

/**
 * The number of rounds, 0 to `settings.rounds`, with the least log-loss on a tenth of the leavers and of the stayers,
 * held out of everything, the bins included. Rows are held out by the seed.
 */
export function chooseRounds(
  table: FeatureTable,
  rows: Uint32Array,
  seed: number,
  settings: BoosterSettings & { readonly rounds: number },
  team: Team,
): number {
  const parts = holdOut(rows, table.label, seedOfPart(seed, 1));
  if (parts === undefined) return Math.min(settings.rounds, FEW_ROWS_ROUNDS);
  const { train, heldOut } = parts;
  const matrix = trainingMatrix(table, train, team);
  const booster = new Booster(matrix, train.length, settings, seed, team);
  const encoded = encodeRows(matrix.features, table, heldOut);
  const labels = Uint8Array.from(heldOut, (row) => table.label[row]!);
  const logOdds = new Float64Array(heldOut.length).fill(booster.base);
  let [bestRound, bestLoss] = [0, totalLogLoss(logOdds, labels)];
  for (let round = 1; round <= settings.rounds && round - bestRound <= PATIENCE_ROUNDS; round++) {
    const tree = booster.nextTree();
    if (tree === undefined) continue;
    addTree(tree, 0, encoded, matrix.features.length, logOdds);
    const loss = totalLogLoss(logOdds, labels);
    if (loss < bestLoss) [bestRound, bestLoss] = [round, loss];
  }
  return bestRound;
}

function totalLogLoss(logOdds: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += logLossOfLogOdds(logOdds[i]!, labels[i]!);
  return sum;
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
    const places = Uint32Array.from(rows.keys()).filter((place) => label[rows[place]!] === wanted);
    const count = Math.floor(places.length * HELD_OUT_SHARE);
    if (count < MIN_HELD_OUT) return undefined;
    shuffle(places, random);
    for (const place of places.subarray(0, count)) isHeldOut[place] = 1;
  }
  return {
    train: rows.filter((_, place) => isHeldOut[place] === 0),
    heldOut: rows.filter((_, place) => isHeldOut[place] === 1),
  };
}
