import type { FeatureTable } from '../table/feature-table.ts';
import type { BoostingModel } from './boosting/boosting-model.ts';
import { boostingLogOdds } from './boosting/boosting-model.ts';
import type { ForestModel } from './forest/forest-model.ts';
import { forestLogOdds } from './forest/forest-model.ts';
import type { LogisticModel } from './logistic/logistic-model.ts';
import { logisticLogOdds } from './logistic/logistic-model.ts';
import type { Team } from './team.ts';

/** A fitted model: plain data, read by its predictor and by the writer of its ONNX graph. */
export type FittedModel = LogisticModel | ForestModel | BoostingModel;

/** A way of learning with its settings fixed. */
export interface Learner {
  /** Unique among the candidates, e.g. `random-forest`. */
  readonly name: string;
  readonly algorithm: FittedModel['kind'];
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  /**
   * Fits on some rows, all of them labelled and with both labels among them. The same seed gives the same model,
   * whatever the size of the team, and every member of the team gets it.
   * @param team @default ALONE
   */
  fit(table: FeatureTable, rows: Uint32Array, seed: number, team?: Team): FittedModel;
}

/** Log-odds of leaving for each of the rows, in their order, before any calibration. */
export function predictLogOdds(model: FittedModel, table: FeatureTable, rows: Uint32Array): Float64Array {
  switch (model.kind) {
    case 'logistic-regression':
      return logisticLogOdds(model, table, rows);
    case 'random-forest':
      return forestLogOdds(model, table, rows);
    case 'gradient-boosting':
      return boostingLogOdds(model, table, rows);
  }
}
