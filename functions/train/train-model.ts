import { ChurnError } from '#core/errors.ts';
import {
  featureProfileSchema,
  type ModelMetadata,
  modelMetadataSchema,
  type Promotion,
} from '#core/lake/documents.ts';
import {
  modelCustomersKey,
  modelExplainerKey,
  modelMetadataKey,
  modelOnnxKey,
  profileKey,
} from '#core/lake/keys.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { fairnessBySensitive } from '#core/training/fairness.ts';
import { judgedCustomers } from '#core/training/judged-customers.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { decidePromotion } from '#core/training/promotion.ts';
import { type TrainedChampion, trainChampion } from '#core/training/train-champion.ts';
import { trainedOn } from '#core/training/trained-on.ts';
import { readTrainingTable } from '#core/training/training-table.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { readFeatures } from '#platform/lake/feature-parts.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import { scoreTable } from '#platform/model/score-table.ts';
import type { ProgressReport } from '#platform/runs/progress-report.ts';
import type { RunContext } from '#platform/runs/run-context.ts';
import { readJson, writeJsonOnce } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { trainingThreads } from '#platform/training/training-threads.ts';
import { writeModelCard } from './model-card.ts';
import { findContender } from './standing-model.ts';
import type { TrainingPorts } from './training-ports.ts';

/** The same data gives the same model. */
const SEED = 20_261_122;
const BINARY = { contentType: 'application/octet-stream' };
const JSON_TYPE = { contentType: 'application/json' };
/** Between the trainer's float64 and the exported graph. */
const MAX_DIFFERENCE = 1e-6;
/** So many of the first customers are asked of both. */
const CHECKED_ROWS = 5000;

/** Trains on a run's features and writes the model, its metadata last: without that there is no model. */
export async function trainModel(
  { store, memoryMib, threads }: TrainingPorts,
  run: RunContext,
  modelVersion: string,
  progress: ProgressReport,
): Promise<ModelMetadata> {
  const { runId, schema } = run;
  const profile = await readJson(store, profileKey(runId), featureProfileSchema);
  const room = { memoryMib, threads, seed: SEED };
  const { table, sampling } = await readTrainingTable(
    readFeatures(store, profile, schema),
    profile,
    schema,
    room,
  );
  if (sampling !== undefined) logger.warn('trained on a sample', { sampling });
  const rows = sampling?.rows ?? profile.labelled;
  const trained = await trainChampion(table, schema, {
    runId,
    modelVersion,
    dataSha256: run.manifest.contentSha256,
    codeVersion: requiredEnvironment('CODE_VERSION'),
    trainedAt: new Date().toISOString(),
    sampling,
    seed: SEED,
    crew: trainingThreads({ size: threads }),
    onProgress: (message, part) => {
      logger.info(message);
      if (part === undefined) return;
      // The one fit more is the last, on all rows.
      progress.rowsDone(part.done * rows, (part.fits + 1) * rows);
    },
  });
  await requireSameAnswers(trained, table, schema);
  const judged = judgedCustomers(table, schema, trained.outOfFold, trained.metadata.calibration);
  const metadata: ModelMetadata = {
    ...trained.metadata,
    fairness: fairnessBySensitive(table, schema, judged),
    promotion: await promotionOf(store, run, trained, table),
  };
  const customers = trainedOn(table.customerHashes!, labelledRows(table).rows);
  await store.write(modelOnnxKey(modelVersion), trained.onnx, BINARY);
  await store.write(modelCustomersKey(modelVersion), new Uint8Array(customers.buffer), BINARY);
  await store.write(modelExplainerKey(modelVersion), JSON.stringify(trained.explainer), JSON_TYPE);
  await writeModelCard(store, metadata, schema, judged);
  // Of two trainings of one event the first counts: the other may have found the first's model as the standing one.
  return writeJsonOnce(store, modelMetadataKey(modelVersion), metadata, modelMetadataSchema);
}

async function promotionOf(
  store: ObjectStore,
  run: RunContext,
  { outOfFold }: TrainedChampion,
  table: FeatureTable,
): Promise<Promotion> {
  const standing = await findContender(store, run, table);
  if (standing !== undefined) return decidePromotion(outOfFold, standing);
  return { decision: 'champion', reason: 'No other model of these columns stands.' };
}

/**
 * Asks the exported model and the trainer about the same customers.
 * @throws ChurnError `MODEL_EXPORT_DIFFERS`
 */
async function requireSameAnswers(
  { onnx, predictTable }: TrainedChampion,
  table: FeatureTable,
  schema: SchemaDocument,
): Promise<void> {
  const first = firstRows(table, CHECKED_ROWS);
  const scorer = await createOnnxScorer(onnx, schema);
  try {
    const exported = await scoreTable(scorer, first, schema);
    const largest = predictTable(first).reduce(
      (most, own, row) => Math.max(most, Math.abs(own - exported[row]!)),
      0,
    );
    logger.info('model exported', { bytes: onnx.length, checkedRows: first.rowCount, largest });
    if (largest <= MAX_DIFFERENCE) return;
    throw new ChurnError(
      'MODEL_EXPORT_DIFFERS',
      `The exported model differs from the trained one by ${largest.toExponential(1)} for some customer.`,
    );
  } finally {
    await scorer.release();
  }
}

function firstRows(table: FeatureTable, count: number): FeatureTable {
  const rowCount = Math.min(count, table.rowCount);
  return {
    rowCount,
    label: table.label.subarray(0, rowCount),
    columns: table.columns.map((column) =>
      column.kind === 'numeric'
        ? { ...column, values: column.values.subarray(0, rowCount) }
        : { ...column, codes: column.codes.subarray(0, rowCount) },
    ),
  };
}
