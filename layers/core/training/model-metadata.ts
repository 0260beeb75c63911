import { createHash } from 'node:crypto';
import { retentionOf } from '../economics/survival/retention.ts';
import type { CampaignTerms } from '../evaluation/campaign-terms.ts';
import type { Leak } from '../evaluation/leaks.ts';
import type { ModelMetadata, Sampling } from '../lake/documents.ts';
import type { FittedModel } from '../learners/learner.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { benchmarksOf } from './benchmarks.ts';
import type { ComparedCandidates } from './compare-candidates.ts';
import { survivalCountsOf } from './survival-counts-of.ts';
import type { TrainingData } from './training-job.ts';
import { numericStatisticsOf } from './training-statistics.ts';
import type { ValidationPlan } from './validation-plan.ts';

/** Where a model comes from, as its caller knows it. */
export interface ModelOrigin {
  readonly runId: string;
  readonly modelVersion: string;
  /** Of the snapshot that the table comes from. */
  readonly dataSha256: string;
  readonly codeVersion: string;
  /** ISO 8601; the clock is the caller's. */
  readonly trainedAt: string;
  /** How the table was drawn. @default it holds all labelled customers */
  readonly sampling?: Sampling | undefined;
}

/** What was found out before and while the candidates were compared. */
export interface TrainingFindings {
  /** With the columns that no model reads. */
  readonly wholeTable: FeatureTable;
  readonly plan: ValidationPlan;
  readonly campaign: CampaignTerms;
  /** Of the labelled rows. */
  readonly left: number;
  readonly leaks: readonly Leak[];
  readonly compared: ComparedCandidates;
}

/** metadata.json of a trained model. */
export function modelMetadata(
  { modelVersion, runId, trainedAt, codeVersion, dataSha256, sampling }: ModelOrigin,
  data: TrainingData,
  { wholeTable, plan, campaign, left, leaks, compared }: TrainingFindings,
  onnx: Uint8Array,
): ModelMetadata {
  const { table, schema, rows, folds, seed } = data;
  const retention = retentionOf(survivalCountsOf(wholeTable, schema, rows));
  const { chosen, reason, candidates, outOfFold } = compared;
  return {
    modelVersion,
    runId,
    trainedAt,
    codeVersion,
    seed,
    dataSha256,
    onnxSha256: createHash('sha256').update(onnx).digest('hex'),
    schema,
    rows: { labelled: rows.length, left },
    ...(sampling === undefined ? {} : { sampling }),
    crossValidation: plan,
    candidates: candidates.map(({ report }) => report),
    chosen: { name: chosen.report.name, reason, fitted: fittedFigures(compared.model) },
    calibration: chosen.calibration.calibration,
    benchmarks: benchmarksOf(table, folds, campaign),
    leaks: leaks.map(({ column, rocAuc }) => ({ column, rocAuc })),
    campaign,
    curves: chosen.curves,
    importance: schema.columns
      .map(({ name }, index) => ({ column: name, rocAucDrop: outOfFold.importance[index]! }))
      .sort((a, b) => b.rocAucDrop - a.rocAucDrop),
    ...(retention === undefined
      ? {}
      : { retention: { ...retention, monthlyHazards: [...retention.monthlyHazards] } }),
    numericStatistics: numericStatisticsOf(table, rows),
  };
}

/** What fitting on all rows found out about the settings. */
function fittedFigures(model: FittedModel): Record<string, number> {
  return model.kind === 'logistic-regression'
    ? { inverseStrength: model.inverseStrength }
    : { trees: model.trees.roots.length };
}
