import { permutationImportance, tableOfRows } from '../evaluation/permutation-importance.ts';
import type { Fold } from '../evaluation/stratified-folds.ts';
import { type FittedModel, type Learner, predictLogOdds } from '../learners/learner.ts';
import { seedOfPart } from '../learners/seeded-random.ts';
import { ALONE, type Team } from '../learners/team.ts';
import type { CandidateSettings } from '../schema/candidate-settings.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { createLearner } from './create-learner.ts';

/** What every job of one training reads: plain data that threads can share. */
export interface TrainingData {
  readonly table: FeatureTable;
  readonly schema: SchemaDocument;
  readonly candidates: readonly CandidateSettings[];
  readonly folds: readonly Fold[];
  /** The labelled rows, in ascending order. */
  readonly rows: Uint32Array;
  readonly seed: number;
}

/** Fits a candidate on the training part of a fold and predicts the test part. Both are positions in TrainingData. */
export interface ValidationJob {
  readonly candidate: number;
  readonly fold: number;
}

/** Predictions for the test part of a fold by a model that did not see it. */
export interface FoldPredictions {
  readonly repeat: number;
  /** Before calibration. */
  readonly logOdds: Float64Array;
  /** 0 or 1. */
  readonly labels: Uint8Array;
}

export interface ValidatedFold extends FoldPredictions {
  readonly fitDurationMs: number;
  /** By column of the schema, the fall in ROC-AUC when it is shuffled; in folds of the first repeat. */
  readonly importance: readonly number[] | undefined;
}

/** Rows of a test part that are shuffled for the importance; more would only cost time. */
const MAX_SHUFFLED_ROWS = 4000;

/** @param nowMs Only times the fit. */
export function validateFold(data: TrainingData, job: ValidationJob, nowMs: () => number): ValidatedFold {
  const { table, folds } = data;
  const { repeat, train, test } = folds[job.fold]!;
  const startMs = nowMs();
  const model = learnerOf(data, job.candidate).fit(table, train, seedOfPart(data.seed, job.fold));
  const fitDurationMs = nowMs() - startMs;
  const logOdds = predictLogOdds(model, table, test);
  const labels = new Uint8Array(test.length);
  for (let i = 0; i < test.length; i++) labels[i] = table.label[test[i]!]!;
  return {
    repeat,
    logOdds,
    labels,
    fitDurationMs,
    importance: repeat === 0 ? importanceOn(test, model, data, seedOfPart(data.seed, job.fold)) : undefined,
  };
}

/** Fits a candidate on all labelled rows. */
export function fitOnAllRows(data: TrainingData, candidate: number, team: Team = ALONE): FittedModel {
  return learnerOf(data, candidate).fit(data.table, data.rows, data.seed, team);
}

function learnerOf({ candidates, schema }: TrainingData, candidate: number): Learner {
  return createLearner(candidates[candidate]!, schema);
}

function importanceOn(
  test: Uint32Array,
  model: FittedModel,
  { table, schema }: TrainingData,
  seed: number,
): number[] {
  const step = Math.ceil(test.length / MAX_SHUFFLED_ROWS);
  const unseen = tableOfRows(
    table,
    test.filter((_, place) => place % step === 0),
  );
  const every = Uint32Array.from({ length: unseen.rowCount }, (_, row) => row);
  return permutationImportance(unseen, schema, (shuffled) => predictLogOdds(model, shuffled, every), seed);
}
