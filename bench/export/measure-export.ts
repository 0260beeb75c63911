import { calibrated, NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { type FittedModel, type Learner, predictLogOdds } from '#core/learners/learner.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { createOnnxScorer, type OnnxScorer } from '#platform/model/onnx-scorer.ts';
import { timed, timedAsync } from '../timing.ts';
import { tableBatches } from './table-batches.ts';

const BATCH_ROWS = 10_000;

/** What one learner's model is as an .onnx file. */
export interface ExportReport {
  readonly learner: string;
  readonly parameters: Learner['parameters'];
  readonly fitMs: number;
  /** From the fitted model to the bytes of the file. */
  readonly writeMs: number;
  readonly onnxBytes: number;
  /** From the bytes to a session; the first of a process also loads the native runtime. */
  readonly loadMs: number;
  readonly rows: number;
  /** max |probability by ONNX − probability by the TypeScript predictor in float64| over all rows. */
  readonly maxDifference: number;
  /** Through the session with one thread, texts in and probabilities out. */
  readonly rowsPerSecond: number;
}

/** Fits on all labelled rows, writes the model without a calibration, and runs every row through it. */
export async function measureExport(
  learner: Learner,
  table: FeatureTable,
  schema: SchemaDocument,
  seed: number,
): Promise<ExportReport> {
  const fit = timed(() => learner.fit(table, labelledRows(table).rows, seed));
  const written = timed(() => churnModelOnnx(fit.result, NO_CALIBRATION, schema));
  const loaded = await timedAsync(() => createOnnxScorer(written.result, schema));
  try {
    const scored = await scoreAll(loaded.result, fit.result, table, schema);
    return {
      learner: learner.name,
      parameters: learner.parameters,
      fitMs: fit.ms,
      writeMs: written.ms,
      onnxBytes: written.result.length,
      loadMs: loaded.ms,
      rows: table.rowCount,
      maxDifference: scored.maxDifference,
      rowsPerSecond: (1000 * table.rowCount) / scored.sessionMs,
    };
  } finally {
    await loaded.result.release();
  }
}

async function scoreAll(
  scorer: OnnxScorer,
  model: FittedModel,
  table: FeatureTable,
  schema: SchemaDocument,
): Promise<{ readonly maxDifference: number; readonly sessionMs: number }> {
  let [maxDifference, sessionMs, start] = [0, 0, 0];
  for (const batch of tableBatches(table, schema.columns.length, BATCH_ROWS)) {
    const { result, ms } = await timedAsync(() => scorer.score(batch));
    const rows = Uint32Array.from(result.keys(), (row) => start + row);
    const expected = predictLogOdds(model, table, rows);
    maxDifference = largestDifference(result, expected, maxDifference);
    sessionMs += ms;
    start += batch.rowCount;
  }
  return { maxDifference, sessionMs };
}

/** NaN on either side is as large as a difference can be. */
function largestDifference(probabilities: Float32Array, logOdds: Float64Array, soFar: number): number {
  let largest = soFar;
  for (let row = 0; row < probabilities.length; row++) {
    const difference = Math.abs(probabilities[row]! - calibrated(logOdds[row]!, NO_CALIBRATION));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
