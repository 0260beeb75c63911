import { ChurnError } from '#core/errors.ts';
import type { RunFigures } from '#core/insights/run-figures.ts';
import { featureProfileSchema } from '#core/lake/documents.ts';
import { profileKey } from '#core/lake/keys.ts';
import type { PublishOrder } from '#core/lake/scoring-orders.ts';
import type { InsightsWriter } from '#platform/insights-store/insights-store.ts';
import { type RunContext, readRunContext } from '#platform/runs/run-context.ts';
import { newWriting } from '#platform/scoring/writings.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { loggableError } from '#platform/telemetry/loggable-error.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { type ChangesReader, changesSince } from './changes.ts';
import { mergedParts } from './merged-parts.ts';

export interface PublishPorts extends StagePorts {
  readonly writer: Pick<
    InsightsWriter,
    'sealRun' | 'writeInsights' | 'writeDocument' | 'publish' | 'applyRetention'
  >;
  readonly reader: ChangesReader;
}

/** Puts the parts of a run together, checks that nothing is missing, and publishes the run. */
export async function publishScores(
  ports: PublishPorts,
  order: PublishOrder,
): Promise<{ readonly outcome: 'published' | 'superseded'; readonly rows: number }> {
  const { store, ledger, writer } = ports;
  const { runId, modelVersion } = order;
  const run = await readRunContext(store, runId);
  const profile = await readJson(store, profileKey(runId), featureProfileSchema);
  const figures = await mergedParts(store, order, profile, run.schema);
  const { rows } = profile;
  await sealRows(ports, order, rows);
  await writeFigures(ports, run, figures);
  const outcome = await writer.publish(order, rows);
  await ledger.advance(runId, outcome, { modelVersion });
  logger.info('run scored', { outcome, rows, modelVersion });
  await dropOldRuns(writer);
  return { outcome, rows };
}

/** The run is published whatever becomes of the older ones. */
async function dropOldRuns(writer: PublishPorts['writer']): Promise<void> {
  try {
    const dropped = await writer.applyRetention();
    if (dropped.length > 0) logger.info('old runs dropped', { dropped });
  } catch (error) {
    logger.warn('old runs not dropped', { failure: loggableError(error) });
  }
}

/** Where rows of parts that are done are not there any more, the next attempt is to do all parts again. */
async function sealRows({ store, writer }: PublishPorts, order: PublishOrder, rows: number): Promise<void> {
  try {
    await writer.sealRun(order, rows);
  } catch (error) {
    if (error instanceof ChurnError && error.code === 'ROW_COUNT_MISMATCH') await newWriting(store, order);
    throw error;
  }
}

async function writeFigures(
  { store, writer, reader }: PublishPorts,
  run: RunContext,
  figures: RunFigures,
): Promise<void> {
  const insights = figures.insights();
  await writer.writeInsights(run.runId, insights);
  for (const { name, document } of figures.documents()) await writer.writeDocument(run.runId, name, document);
  const changes = await changesSince({ store, reader }, run, insights);
  if (changes !== undefined) await writer.writeDocument(run.runId, 'changes', changes);
}
