import { ChurnError } from '#core/errors.ts';
import { RunFigures } from '#core/insights/run-figures.ts';
import { type FeatureProfile, featureProfileSchema } from '#core/lake/documents.ts';
import { featuresPartKey, profileKey, scoredPartKey } from '#core/lake/keys.ts';
import { type ScoredPart, scoredPartSchema } from '#core/lake/scored-part.ts';
import type { PartOrder } from '#core/lake/scoring-orders.ts';
import type { InsightsWriter } from '#platform/insights-store/insights-store.ts';
import { ProgressReport } from '#platform/runs/progress-report.ts';
import { readRunContext } from '#platform/runs/run-context.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { findJson, readJson } from '#platform/store/json-objects.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { scoredBatches } from './scored-batches.ts';

export interface PartPorts extends StagePorts {
  readonly writer: Pick<InsightsWriter, 'writePart'>;
}

/**
 * Scores one part of a run: writes its rows, out of sight of readers, and last its figures, which say that it is done. A
 * part that is done already, in this writing and from the same features, is not done again.
 * @returns How many rows it has.
 */
export async function scorePart(ports: PartPorts, order: PartOrder): Promise<{ readonly rows: number }> {
  const { store } = ports;
  const { runId, modelVersion, writingId, part } = order;
  const profile = await readJson(store, profileKey(runId), featureProfileSchema);
  const rows = requireRows(profile, part);
  const progress = progressOf(ports, profile, part);
  const key = scoredPartKey(runId, modelVersion, part);
  const featuresEtag = (await store.head(featuresPartKey(runId, part)))?.etag ?? '';
  const done = await findJson(store, key, scoredPartSchema);
  if (done?.writingId === writingId && done.featuresEtag === featuresEtag && done.rows === rows) {
    logger.info('the part is done already', { part, rows });
  } else {
    const figures = await writeRows(ports, order, profile, progress);
    const scored: ScoredPart = {
      runId,
      modelVersion,
      writingId,
      part,
      rows,
      featuresEtag,
      figures: figures.state(),
    };
    await store.write(key, JSON.stringify(scored), { contentType: 'application/json' });
    logger.info('part scored', { part, rows });
  }
  progress.rowsDone(rows);
  await progress.end();
  return { rows };
}

/** Scores and writes the part's rows in one pass. @throws ChurnError `ROW_COUNT_MISMATCH` */
async function writeRows(
  { store, writer }: PartPorts,
  { runId, modelVersion, part }: PartOrder,
  profile: FeatureProfile,
  progress: ProgressReport,
): Promise<RunFigures> {
  const { schema } = await readRunContext(store, runId);
  const figures = new RunFigures(schema);
  const counted = async function* () {
    let count = 0;
    for await (const rows of scoredBatches(store, { profile, part, modelVersion, schema })) {
      for (const row of rows) figures.add(row);
      yield rows;
      count += rows.length;
      progress.rowsDone(count);
    }
  };
  const count = await writer.writePart({ runId, modelVersion, part }, counted());
  const expected = requireRows(profile, part);
  if (count === expected) return figures;
  throw new ChurnError('ROW_COUNT_MISMATCH', `Part ${part} has ${count} rows, not ${expected}.`);
}

function progressOf(
  { ledger }: PartPorts,
  { runId, rows, parts }: FeatureProfile,
  part: number,
): ProgressReport {
  return new ProgressReport({
    ...{ ledger, runId, stage: 'score', rowsTotal: rows },
    ...(parts.length > 1 ? { part } : {}),
  });
}

/** @throws ChurnError `PART_UNKNOWN` */
function requireRows({ runId, parts }: FeatureProfile, part: number): number {
  const found = parts[part - 1];
  if (found !== undefined) return found.rows;
  throw new ChurnError('PART_UNKNOWN', `Run ${runId} has ${parts.length} parts and no part ${part}.`);
}
