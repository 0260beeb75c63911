import { CustomerMoneyRule } from '#core/economics/customer-money.ts';
import { readScoringBatches } from '#core/features/read-scoring-batches.ts';
import {
  type Champion,
  featureProfileSchema,
  type ModelMetadata,
  modelMetadataSchema,
} from '#core/lake/documents.ts';
import { modelMetadataKey, profileKey } from '#core/lake/keys.ts';
import { segmentDimensionsOf } from '#core/schema/segment-dimensions.ts';
import type { InsightsWriter, RunRecord } from '#platform/insights-store/insights-store.ts';
import { readFeatures } from '#platform/lake/feature-parts.ts';
import { findChampion } from '#platform/model/champion-pointer.ts';
import { ProgressReport } from '#platform/runs/progress-report.ts';
import { type RunContext, readRunContext } from '#platform/runs/run-context.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { type ChangesReader, changesSince } from './changes.ts';
import { RunFigures } from './run-figures.ts';
import { scoredRows } from './scored-rows.ts';
import { openScoringModel } from './scoring-model.ts';

interface Ports extends StagePorts {
  readonly writer: InsightsWriter;
  readonly reader: ChangesReader;
}

const BATCH_ROWS = 16_384;

/** Scores the champion's run and publishes it, unless that was done already. */
export async function score(
  { store, ledger, writer, reader }: Ports,
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
  const rows = await writeRun({ store, ledger, writer, reader }, run, champion, metadata);
  const outcome = await writer.publish(runId, rows);
  await ledger.advance(runId, outcome, { modelVersion });
  logger.info('run scored', { outcome, rows, modelVersion });
}

/** Writes all of a run, invisible to readers, and returns how many customers it has. One pass over the rows. */
async function writeRun(
  { store, ledger, writer, reader }: Ports,
  run: RunContext,
  { modelVersion }: Champion,
  metadata: ModelMetadata,
): Promise<number> {
  const { runId, schema } = run;
  await writer.writeModel(metadata);
  await writer.beginRun(recordOf(run, modelVersion));
  const profile = await readJson(store, profileKey(runId), featureProfileSchema);
  const model = await openScoringModel(store, modelVersion, schema, profile.rows);
  try {
    const figures = new RunFigures(schema);
    const { retention } = metadata;
    const money = retention && new CustomerMoneyRule(schema.economics, retention);
    const features = readFeatures(store, profile, schema);
    const progress = new ProgressReport({ ledger, runId, stage: 'score', rowsTotal: profile.rows });
    let count = 0;
    let writing: Promise<void> = Promise.resolve();
    for await (const batch of readScoringBatches(features, schema, BATCH_ROWS)) {
      const rows = scoredRows(batch, await model.answer(batch), schema, money);
      for (const row of rows) figures.add(row);
      await writing;
      writing = writer.writeRows(runId, rows);
      writing.catch(() => {});
      count += rows.length;
      progress.rowsDone(count);
    }
    await writing;
    await progress.end();
    const insights = await figures.write(writer, runId);
    const changes = await changesSince({ store, reader }, run, insights);
    if (changes !== undefined) await writer.writeDocument(runId, 'changes', changes);
    return count;
  } finally {
    await model.release();
  }
}

function recordOf({ runId, manifest, schema }: RunContext, modelVersion: string): RunRecord {
  const { currency, horizonMonths } = schema.economics;
  return {
    runId,
    modelVersion,
    contentSha256: manifest.contentSha256,
    currency,
    horizonMonths,
    dimensions: segmentDimensionsOf(schema),
    riskThresholds: schema.riskThresholds,
  };
}
