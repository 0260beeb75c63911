import { readScoringBatches } from '#core/features/read-scoring-batches.ts';
import { createRunInsights } from '#core/insights/create-run-insights.ts';
import { type Champion, type ModelMetadata, modelMetadataSchema } from '#core/lake/documents.ts';
import { customerFeaturesKey, modelMetadataKey, modelOnnxKey } from '#core/lake/keys.ts';
import { segmentDimensionsOf } from '#core/schema/segment-dimensions.ts';
import type { InsightsWriter } from '#platform/insights-store/insights-store.ts';
import { findChampion } from '#platform/model/champion-pointer.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import { type RunContext, readRunContext } from '#platform/runs/run-context.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { modelInputOf } from './model-input-of.ts';
import { scoredRows } from './scored-rows.ts';

interface Ports extends StagePorts {
  readonly writer: InsightsWriter;
}

const BATCH_ROWS = 16_384;

/** Scores the champion's run and publishes it, unless that was done already. */
export async function score(
  { store, ledger, writer }: Ports,
  belongsTo: (runId: string) => void,
): Promise<void> {
  const champion = await findChampion(store);
  if (champion === undefined) return logger.info('no champion yet');
  const { runId, modelVersion } = champion;
  belongsTo(runId);
  const status = await ledger.find(runId);
  if (status?.state === 'published' || status?.state === 'superseded')
    return logger.info('nothing new to score');

  await ledger.advance(runId, 'scoring', { modelVersion });
  const run = await readRunContext(store, runId);
  const metadata = await readJson(store, modelMetadataKey(modelVersion), modelMetadataSchema);
  const rows = await writeRun({ store, writer }, run, champion, metadata);
  const outcome = await writer.publish(runId, rows);
  await ledger.advance(runId, outcome, { modelVersion });
  logger.info('run scored', { outcome, rows, modelVersion });
}

/** Writes all of a run, invisible to readers, and returns how many customers it has. One pass over the rows. */
async function writeRun(
  { store, writer }: Pick<Ports, 'store' | 'writer'>,
  { runId, manifest, schema }: RunContext,
  { modelVersion }: Champion,
  metadata: ModelMetadata,
): Promise<number> {
  const { currency, horizonMonths } = schema.economics;
  await writer.writeModel(metadata);
  await writer.beginRun({
    runId,
    modelVersion,
    contentSha256: manifest.contentSha256,
    currency,
    horizonMonths,
    dimensions: segmentDimensionsOf(schema),
    riskThresholds: schema.riskThresholds,
  });
  const scorer = await createOnnxScorer(await store.readBytes(modelOnnxKey(modelVersion)), schema);
  try {
    const insights = createRunInsights(schema);
    const features = await store.read(customerFeaturesKey(runId));
    let count = 0;
    let writing: Promise<void> = Promise.resolve();
    for await (const batch of readScoringBatches(features, schema, BATCH_ROWS)) {
      const rows = scoredRows(batch, await scorer.score(modelInputOf(batch)), schema);
      for (const row of rows) insights.add(row);
      await writing;
      writing = writer.writeRows(runId, rows);
      writing.catch(() => {});
      count += rows.length;
    }
    await writing;
    await writer.writeInsights(runId, insights.result());
    return count;
  } finally {
    await scorer.release();
  }
}
