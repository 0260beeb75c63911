import { createHash } from 'node:crypto';
import { calibrated } from '../calibration/platt.ts';
import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import { type Learner, predictLogOdds } from '../learners/learner.ts';
import { churnModelOnnx } from '../onnx/churn-model.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { chooseCandidate } from './choose-candidate.ts';
import { crossValidate, repeatsFor } from './cross-validation.ts';
import { defaultCandidates } from './default-candidates.ts';
import { type EvaluatedCandidate, evaluateCandidate } from './evaluate-candidate.ts';
import { columnImportance } from './importance.ts';
import { labelledRows } from './labelled-rows.ts';
import { baselineOf, numericStatisticsOf } from './training-statistics.ts';

const FOLDS = 5;

export interface TrainingOptions {
  readonly runId: string;
  readonly modelVersion: string;
  /** Of the snapshot that the table comes from. */
  readonly dataSha256: string;
  readonly codeVersion: string;
  /** ISO 8601; the clock is the caller's. */
  readonly trainedAt: string;
  /** An integer; the same table, schema and seed give the same model, byte for byte. */
  readonly seed: number;
  readonly onProgress?: (message: string) => void;
  /** Times the fits for the metadata. @default performance.now */
  readonly nowMs?: () => number;
  /** From the simplest to the most complex, at least one. @default `defaultCandidates()` */
  readonly candidates?: readonly Learner[];
}

export interface TrainedChampion {
  /** The model as an .onnx file; see churnModelOnnx. */
  readonly onnx: Uint8Array;
  readonly metadata: ModelMetadata;
  /** The trainer's own probabilities in float64 for every row of a table with the same columns. */
  readonly predictTable: (table: FeatureTable) => Float64Array;
}

/**
 * Cross-validates the candidates on the labelled rows, takes one by chooseCandidate and fits it on all of them.
 * Everything that is fitted is fitted inside the folds; no row is resampled or weighted.
 * @throws DataError as labelledRows; SchemaError as churnModelOnnx.
 */
export function trainChampion(
  table: FeatureTable,
  schema: SchemaDocument,
  options: TrainingOptions,
): TrainedChampion {
  const progress = options.onProgress ?? (() => {});
  const { rows, left } = labelledRows(table);
  const repeats = repeatsFor(rows.length, table.columns.length);
  const folds = stratifiedFolds(rows, table.label, { folds: FOLDS, repeats, seed: options.seed });
  const candidates = (options.candidates ?? defaultCandidates()).map((learner) => {
    progress(`Cross-validating ${learner.name}: ${FOLDS} folds, ${repeats} times, ${rows.length} customers.`);
    const nowMs = options.nowMs ?? (() => performance.now());
    const outOfFold = crossValidate(learner, table, folds, options.seed, nowMs);
    const evaluated = evaluateCandidate(learner, outOfFold);
    return { ...evaluated, name: learner.name };
  });
  const { candidate, reason } = chooseCandidate(candidates);
  progress(reason);
  const { learner, calibration, curves } = candidate;
  const model = learner.fit(table, rows, options.seed);
  const onnx = churnModelOnnx(model, calibration.calibration, schema);
  progress(`Measuring the importance of the columns for ${learner.name}.`);
  const metadata: ModelMetadata = {
    modelVersion: options.modelVersion,
    runId: options.runId,
    trainedAt: options.trainedAt,
    codeVersion: options.codeVersion,
    seed: options.seed,
    dataSha256: options.dataSha256,
    onnxSha256: createHash('sha256').update(onnx).digest('hex'),
    schema,
    rows: { labelled: rows.length, left },
    crossValidation: { folds: FOLDS, repeats },
    candidates: candidates.map(({ report }) => report),
    chosen: { name: candidate.name, reason },
    calibration: { method: calibration.method, ...calibration.calibration },
    curves,
    importance: columnImportance(learner, table, schema, folds, options.seed),
    baseline: baselineOf(table, schema, rows),
    numericStatistics: numericStatisticsOf(table, rows),
  };
  return { onnx, metadata, predictTable: (other) => predict(other, model, candidate) };
}

function predict(
  table: FeatureTable,
  model: ReturnType<Learner['fit']>,
  { calibration }: EvaluatedCandidate,
): Float64Array {
  const every = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  return predictLogOdds(model, table, every).map((logOdds) => calibrated(logOdds, calibration.calibration));
}
