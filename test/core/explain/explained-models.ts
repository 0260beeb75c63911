import type { Calibration } from '#core/calibration/calibration.ts';
import { calibratedLogOdds, NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { createExplainer, type Explainer } from '#core/explain/explainer.ts';
import { explainerDocumentSchema } from '#core/explain/explainer-document.ts';
import { explainerOf } from '#core/explain/explainer-of-model.ts';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { randomForest } from '#core/learners/forest/random-forest.ts';
import { type FittedModel, type Learner, predictLogOdds } from '#core/learners/learner.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';

/** Every kind of learner, and every way in which trees are solved. */
export const LEARNERS: readonly Learner[] = [
  logisticRegression(),
  gradientBoosting({ depth: 1 }),
  gradientBoosting({ depth: 2, rounds: 40 }),
  gradientBoosting({ depth: 3, rounds: 40 }),
  gradientBoosting({ depth: 4, rounds: 15 }),
  gradientBoosting({ depth: 5, rounds: 15 }),
  randomForest({ trees: 4 }),
];

export const CALIBRATIONS: readonly Calibration[] = [
  NO_CALIBRATION,
  { method: 'platt', slope: 1.3, intercept: -0.2 },
  {
    method: 'isotonic',
    knots: [
      [-3, -2.5],
      [-1, -1.2],
      [0.2, 0.1],
      [1.5, 2],
    ],
  },
];

export function everyRow({ rowCount }: FeatureTable): Uint32Array {
  return Uint32Array.from({ length: rowCount }, (_, row) => row);
}

/** The explainer of a fitted model, read back from its document's JSON. */
export function explainerFor(
  model: FittedModel,
  table: FeatureTable,
  schema: SchemaDocument,
  calibration: Calibration = NO_CALIBRATION,
): Explainer {
  const explained = { modelVersion: 'm-test', model, calibration, schema };
  const document = explainerOf(explained, { table, rows: everyRow(table) });
  return createExplainer(explainerDocumentSchema.parse(JSON.parse(JSON.stringify(document))));
}

/** The largest |base + Σ contributions − the model's calibrated log-odds| over all rows of a table. */
export function largestGap(
  explainer: Explainer,
  model: FittedModel,
  table: FeatureTable,
  calibration: Calibration = NO_CALIBRATION,
): number {
  const rows = everyRow(table);
  const { contributions, columnCount } = explainer.explain(table, rows);
  return predictLogOdds(model, table, rows).reduce((largest, logOdds, row) => {
    const own = contributions.subarray(row * columnCount, (row + 1) * columnCount);
    const sum = own.reduce((total, each) => total + each, explainer.base.logOdds);
    return Math.max(largest, Math.abs(sum - calibratedLogOdds(logOdds, calibration)));
  }, 0);
}
