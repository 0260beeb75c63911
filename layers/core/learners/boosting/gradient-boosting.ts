import { ChurnError } from '../../errors.ts';
import type { FeatureTable } from '../../table/feature-table.ts';
import type { Learner } from '../learner.ts';
import { ALONE, type Team } from '../team.ts';
import { Booster, type BoosterSettings } from './booster.ts';
import type { BoostingModel } from './boosting-model.ts';
import { boostUntilLossRises, type GrownTrees } from './early-stopping.ts';
import { flattenTrees } from './flatten-trees.ts';
import { trainingMatrix } from './training-matrix.ts';
import type { BoostedTree } from './tree-grower.ts';

export interface BoostingSettings {
  /** Most splits between the root and a leaf, 1 to 5. At 1 the model is a sum of one function a column. */
  readonly depth: number;
  /** Most trees. @default 150 */
  readonly rounds?: number;
  /** What each Newton step is multiplied by; within (0, 1]. @default 0.2 at depth 1, otherwise 0.1 */
  readonly learningRate?: number;
  /** Fewest rows in a leaf, each counted as 4 × p × (1 − p), which is 1 at p = ½. @default 20 */
  readonly minLeafRows?: number;
  /** Added to the hessian of each leaf; above 0. @default 1 */
  readonly l2?: number;
  /** Share of the rows that each tree learns from; within (0, 1]. @default 1 at depth 1, otherwise 0.6 */
  readonly subsample?: number;
  /** Share of the columns that each tree may split on; within (0, 1]. @default 1 */
  readonly columnSample?: number;
  /**
   * Whether held-out rows say how many of the rounds are taken. The model is then fitted again with them, unless they
   * are a twentieth of all rows or less. @default true
   */
  readonly earlyStopping?: boolean;
  /**
   * By position of a numeric column in the table: 1 where a higher value may only raise the probability, −1 where it may
   * only lower it. @default none
   */
  readonly monotone?: ReadonlyMap<number, 1 | -1>;
}

/**
 * Gradient boosting of the log-loss with Newton steps, in histograms of at most 255 bins a column. No default depends
 * on the data; they were compared on the Telco table (1,000 and all rows) and on samples of 6,000 to 40,000 rows.
 * Source: Friedman, "Greedy function approximation" (2001) and "Stochastic gradient boosting" (2002).
 * @throws ChurnError `LEARNER_SETTING_INVALID`
 */
export function gradientBoosting(settings: BoostingSettings): Learner {
  const parameters = {
    depth: settings.depth,
    rounds: settings.rounds ?? 150,
    learningRate: settings.learningRate ?? (settings.depth === 1 ? 0.2 : 0.1),
    minLeafRows: settings.minLeafRows ?? 20,
    l2: settings.l2 ?? 1,
    subsample: settings.subsample ?? (settings.depth === 1 ? 1 : 0.6),
    columnSample: settings.columnSample ?? 1,
    earlyStopping: settings.earlyStopping ?? true,
  };
  requireValid(parameters);
  const all = { ...parameters, monotone: settings.monotone ?? new Map() };
  return {
    name: `gradient-boosting-depth-${parameters.depth}`,
    algorithm: 'gradient-boosting',
    parameters,
    fit: (table, rows, seed, team = ALONE) => fitBoosting(table, rows, seed, all, team),
  };
}

/** So few held-out rows are not worth a second fit with them. */
const NEGLIGIBLE_SHARE = 0.05;

function fitBoosting(
  table: FeatureTable,
  rows: Uint32Array,
  seed: number,
  settings: BoosterSettings & Required<BoostingSettings>,
  team: Team,
): BoostingModel {
  if (!settings.earlyStopping) return modelOf(boost(table, rows, seed, settings, settings.rounds, team));
  const { rounds, heldOutShare, grown } = boostUntilLossRises(table, rows, seed, settings, team);
  if (grown !== undefined && heldOutShare <= NEGLIGIBLE_SHARE) return modelOf(grown);
  return modelOf(boost(table, rows, seed, settings, rounds, team));
}

function boost(
  table: FeatureTable,
  rows: Uint32Array,
  seed: number,
  settings: BoosterSettings,
  rounds: number,
  team: Team,
): GrownTrees {
  const matrix = trainingMatrix(table, rows, team);
  const booster = new Booster(matrix, rows.length, settings, seed, team);
  const trees: BoostedTree[] = [];
  for (let round = 0; round < rounds; round++) {
    const tree = booster.nextTree();
    if (tree !== undefined) trees.push(tree);
  }
  return { matrix, base: booster.base, trees };
}

function modelOf({ matrix, base, trees }: GrownTrees): BoostingModel {
  return { kind: 'gradient-boosting', features: matrix.features, base, trees: flattenTrees(trees) };
}

function requireValid(settings: Required<Omit<BoostingSettings, 'monotone'>>): void {
  const { depth, rounds, learningRate, minLeafRows, l2, subsample, columnSample } = settings;
  const isShare = (value: number) => value > 0 && value <= 1;
  const allowed: Record<string, boolean> = {
    depth: Number.isInteger(depth) && depth >= 1 && depth <= 5,
    rounds: Number.isInteger(rounds) && rounds >= 1,
    learningRate: isShare(learningRate),
    minLeafRows: Number.isFinite(minLeafRows) && minLeafRows >= 0,
    l2: Number.isFinite(l2) && l2 > 0,
    subsample: isShare(subsample),
    columnSample: isShare(columnSample),
  };
  const wrong = Object.keys(allowed).filter((name) => !allowed[name]);
  if (wrong.length === 0) return;
  throw new ChurnError(
    'LEARNER_SETTING_INVALID',
    `Gradient boosting cannot take the given ${wrong.join(', ')}.`,
  );
}
