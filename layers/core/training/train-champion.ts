import { calibrated } from '../calibration/calibration.ts';
import { campaignTerms } from '../evaluation/campaign-terms.ts';
import { findLeaks } from '../evaluation/leaks.ts';
import type { ExplainerDocument } from '../explain/explainer-document.ts';
import { explainerOf } from '../explain/explainer-of-model.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import { predictLogOdds } from '../learners/learner.ts';
import { churnModelOnnx } from '../onnx/churn-model.ts';
import type { CandidateSettings } from '../schema/candidate-settings.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { type ComparedCandidates, compareCandidates, type TrainingProgress } from './compare-candidates.ts';
import { DEFAULT_CANDIDATES } from './default-candidates.ts';
import { labelledRows } from './labelled-rows.ts';
import { type ModelOrigin, modelMetadata } from './model-metadata.ts';
import { leftOutColumns, withoutColumns } from './modelled-table.ts';
import { type CrewFactory, inThisThread } from './training-crew.ts';
import type { TrainingData } from './training-job.ts';
import { plannedFolds, validationPlan } from './validation-plan.ts';

export interface TrainingOptions extends ModelOrigin {
  /** An integer; the same table, schema and seed give the same model, byte for byte, whatever the crew. */
  readonly seed: number;
  readonly onProgress?: TrainingProgress;
  /** @default the schema's, or else DEFAULT_CANDIDATES */
  readonly candidates?: readonly CandidateSettings[];
  /** Who does the fits. @default this thread */
  readonly crew?: CrewFactory;
}

export interface TrainedChampion {
  /** The model as an .onnx file; see churnModelOnnx. */
  readonly onnx: Uint8Array;
  readonly metadata: ModelMetadata;
  /** What the model's answers are explained by. */
  readonly explainer: ExplainerDocument;
  /** How the model's like did on customers it was not fitted on, each of them once. */
  readonly outOfFold: readonly OutOfFoldPart[];
  /** The trainer's own probabilities in float64 for every row of a table with the same columns. */
  readonly predictTable: (table: FeatureTable) => Float64Array;
}

/** The test part of a fold of the first repeat. */
export interface OutOfFoldPart {
  /** Rows of the table. */
  readonly rows: Uint32Array;
  /** 0 or 1, in the order of the rows. */
  readonly labels: Uint8Array;
  readonly logOdds: Float64Array;
}

/**
 * Cross-validates the candidates on the labelled rows, takes one by chooseCandidate and fits it on all of them.
 * Everything that looks at labels is fitted inside the folds; no row is resampled or weighted. Columns that alone tell
 * who left are left out: they are known only afterwards.
 * @throws DataError as labelledRows; SchemaError as churnModelOnnx.
 */
export async function trainChampion(
  table: FeatureTable,
  schema: SchemaDocument,
  options: TrainingOptions,
): Promise<TrainedChampion> {
  const progress: TrainingProgress = options.onProgress ?? (() => {});
  const labelled = labelledRows(table);
  const leaks = findLeaks(table, labelled.rows);
  for (const { column, rocAuc } of leaks) {
    progress(`${column} is left out: alone it tells who left (ROC-AUC ${rocAuc.toFixed(3)}).`);
  }
  const leftOut = leftOutColumns(
    schema,
    leaks.map(({ column }) => column),
  );
  const plan = validationPlan(table, labelled);
  const data: TrainingData = {
    table: withoutColumns(table, leftOut),
    schema,
    candidates: options.candidates ?? schema.training?.candidates ?? DEFAULT_CANDIDATES,
    folds: plannedFolds(table, labelled, plan, options.seed),
    rows: labelled.rows,
    seed: options.seed,
  };
  const campaign = campaignTerms(table, labelled.rows, schema);
  const compared = await withCrew(options.crew ?? inThisThread(() => performance.now()), data, (crew) =>
    compareCandidates(data, campaign, crew, progress),
  );
  const { calibration } = compared.chosen.calibration;
  const onnx = churnModelOnnx(compared.model, calibration, schema);
  const findings = { wholeTable: table, plan, campaign, left: labelled.left, leaks, compared };
  const metadata = modelMetadata(options, data, findings, onnx);
  const outOfFold = data.folds.flatMap(({ repeat, test }, fold) =>
    repeat === 0 ? [{ rows: test, ...compared.outOfFold.folds[fold]! }] : [],
  );
  const { modelVersion } = options;
  const explainer = explainerOf({ modelVersion, model: compared.model, calibration, schema }, data);
  return { onnx, metadata, explainer, outOfFold, predictTable: (other) => predict(other, compared) };
}

async function withCrew<Result>(
  factory: CrewFactory,
  data: TrainingData,
  work: (crew: ReturnType<CrewFactory>) => Promise<Result>,
): Promise<Result> {
  const crew = factory(data);
  try {
    return await work(crew);
  } finally {
    await crew.close();
  }
}

function predict(table: FeatureTable, { model, chosen }: ComparedCandidates): Float64Array {
  const every = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  const { calibration } = chosen.calibration;
  return predictLogOdds(model, table, every).map((logOdds) => calibrated(logOdds, calibration));
}
