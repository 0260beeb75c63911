import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { evenlySpaced } from '#core/evaluation/evenly-spaced.ts';
import { createExplainer, type Explainer } from '#core/explain/explainer.ts';
import { explainerDocumentSchema } from '#core/explain/explainer-document.ts';
import { explainerOf } from '#core/explain/explainer-of-model.ts';
import { type FittedModel, type Learner, predictLogOdds } from '#core/learners/learner.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import { scoreTable } from '#platform/model/score-table.ts';
import { timed, timedAsync } from '../timing.ts';

/** Rows explained at a time, as many as the score stage does. */
const BATCH_ROWS = 16_384;
/** Rows of a forest, whose trees are solved row by row. */
const FOREST_ROWS = 16_384;

/** What explaining one learner's model takes, and how true it is. */
export interface ReasonsReport {
  readonly learner: string;
  /** 0 for a model without any. */
  readonly trees: number;
  /** From the fitted model to the text of explainer.json, and the length of that. */
  readonly makeMs: number;
  readonly documentBytes: number;
  /** From that text to an explainer. */
  readonly loadMs: number;
  readonly explainedRows: number;
  /** By one thread, from a table in memory to the contributions of every column. */
  readonly rowsPerSecond: number;
  /** By the model's ONNX graph with one thread, texts in and probabilities out. */
  readonly scoredRowsPerSecond: number;
  /** max |base + Σ contributions − log-odds by the TypeScript predictor in float64|; infinite if any is no number. */
  readonly largestGap: number;
}

/** Fits on all labelled rows and explains the rows of the table. */
export async function measureReasons(
  learner: Learner,
  table: FeatureTable,
  schema: SchemaDocument,
  seed: number,
): Promise<ReasonsReport> {
  const training = labelledRows(table).rows;
  const model = learner.fit(table, training, seed);
  const explained = { modelVersion: 'bench', model, calibration: NO_CALIBRATION, schema };
  const made = timed(() => JSON.stringify(explainerOf(explained, { table, rows: training })));
  const loaded = timed(() => createExplainer(explainerDocumentSchema.parse(JSON.parse(made.result))));
  const every = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  const rows = model.kind === 'random-forest' ? evenlySpaced(every, FOREST_ROWS) : every;
  const { ms, result: largestGap } = explainAll(loaded.result, model, table, rows);
  return {
    learner: learner.name,
    trees: model.kind === 'logistic-regression' ? 0 : model.trees.roots.length,
    makeMs: made.ms,
    documentBytes: made.result.length,
    loadMs: loaded.ms,
    explainedRows: rows.length,
    rowsPerSecond: (1000 * rows.length) / ms,
    scoredRowsPerSecond: await scoredRowsPerSecond(model, table, schema),
    largestGap,
  };
}

/** The time of the explaining alone, and the largest gap. */
function explainAll(explainer: Explainer, model: FittedModel, table: FeatureTable, rows: Uint32Array) {
  let [ms, largest] = [0, 0];
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    const batch = rows.subarray(start, start + BATCH_ROWS);
    const { result, ms: batchMs } = timed(() => explainer.explain(table, batch));
    ms += batchMs;
    const expected = predictLogOdds(model, table, batch);
    for (let row = 0; row < batch.length; row++) {
      const first = row * result.columnCount;
      const own = result.contributions.subarray(first, first + result.columnCount);
      const sum = own.reduce((total, each) => total + each, explainer.base.logOdds);
      const gap = Math.abs(sum - expected[row]!);
      if (!(gap <= largest)) largest = Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap;
    }
  }
  return { ms, result: largest };
}

async function scoredRowsPerSecond(
  model: FittedModel,
  table: FeatureTable,
  schema: SchemaDocument,
): Promise<number> {
  const scorer = await createOnnxScorer(churnModelOnnx(model, NO_CALIBRATION, schema), schema);
  try {
    const { ms } = await timedAsync(() => scoreTable(scorer, table, schema));
    return (1000 * table.rowCount) / ms;
  } finally {
    await scorer.release();
  }
}
