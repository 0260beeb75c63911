import { z } from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { RunInsights, ScoredRow } from '#core/insights/run-insights.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import { isRunId } from '#core/lake/keys.ts';
import type { DataApiClient } from './data-api-client.ts';
import type { InsightsWriter, RunDocumentName, RunRecord } from './insights-store.ts';
import { publishRun } from './publish-run.ts';
import { encodeRow, encodeSegment, inBatches, TOTALS_FIELDS, totalsOf } from './row-encoding.ts';
import {
  DELETE_SEGMENTS,
  WRITE_DOCUMENT,
  WRITE_KPIS,
  WRITE_MODEL,
  WRITE_ROWS,
  WRITE_RUN,
  WRITE_SEGMENTS,
} from './write-statements.ts';

const BATCH_BYTES = 900 * 1024;
const CALLS_AT_ONCE = 4;
/** Below the Data API's 4 MiB a request, with room for the rest of it. */
const LONGEST_DOCUMENT_BYTES = 4_000_000;

/** Writes runs to MySQL; see InsightsWriter for what each step promises. */
export function createInsightsWriter(client: DataApiClient): InsightsWriter {
  return {
    beginRun: (run) => beginRun(client, run),
    writeRows: (runId, rows) => writeRows(client, runId, rows),
    writeInsights: (runId, insights) => writeInsights(client, runId, insights),
    writeDocument: (runId, name, document) => writeDocument(client, runId, name, document),
    writeModel: (metadata) => writeModel(client, metadata),
    publish: (runId, expectedRows) => publishRun(client, runId, expectedRows),
  };
}

async function beginRun(client: DataApiClient, run: RunRecord): Promise<void> {
  const { runId, riskThresholds, dimensions, ...rest } = run;
  checkRunId(runId);
  await client.execute(WRITE_RUN, {
    runId,
    ...rest,
    dimensions: JSON.stringify(dimensions),
    mediumThreshold: riskThresholds.medium,
    highThreshold: riskThresholds.high,
  });
  const [stored] = await client.query(
    z.object({ modelVersion: z.string() }),
    'SELECT model_version AS modelVersion FROM runs WHERE run_id = :runId',
    { runId },
  );
  if (stored?.modelVersion !== run.modelVersion) {
    throw new ChurnError(
      'RUN_ALREADY_PUBLISHED',
      `Run ${runId} was published with model ${stored?.modelVersion}; its rows cannot be replaced.`,
    );
  }
  await addPartition(client, runId);
}

/** Adds the run's partition; that it is there already, or is being added by another, is no fault. */
async function addPartition(client: DataApiClient, runId: string): Promise<void> {
  if (await hasPartition(client, runId)) return;
  try {
    await client.define(
      `ALTER TABLE predictions ADD PARTITION (PARTITION ${partitionOf(runId)} VALUES IN ('${runId}'))`,
    );
  } catch (error) {
    if (!(await hasPartition(client, runId))) throw error;
  }
}

async function hasPartition(client: DataApiClient, runId: string): Promise<boolean> {
  const found = await client.query(
    z.object({ name: z.string() }),
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'predictions' AND PARTITION_NAME = :partition`,
    { partition: partitionOf(runId) },
  );
  return found.length > 0;
}

/** `20261122T090010Z-3f9a01bc` → `r20261122T090010Z_3f9a01bc` */
function partitionOf(runId: string): string {
  return `r${runId.replace('-', '_')}`;
}

function checkRunId(runId: string): void {
  if (!isRunId(runId)) throw new ChurnError('RUN_ID_INVALID', `${JSON.stringify(runId)} is no run id.`);
}

async function writeRows(client: DataApiClient, runId: string, rows: readonly ScoredRow[]): Promise<void> {
  checkRunId(runId);
  const batches = inBatches(encodedRows(rows), BATCH_BYTES);
  const work = async () => {
    for (const batch of batches) await client.execute(WRITE_ROWS, { runId, rows: batch });
  };
  const results = await Promise.allSettled(Array.from({ length: CALLS_AT_ONCE }, work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** One row at a time, so that only the batches being sent are held as text. */
function* encodedRows(rows: readonly ScoredRow[]): Generator<string> {
  for (const row of rows) yield encodeRow(row);
}

/** The totals and all segments in one transaction, in the place of what an earlier attempt wrote. */
async function writeInsights(client: DataApiClient, runId: string, insights: RunInsights): Promise<void> {
  checkRunId(runId);
  const values = totalsOf(insights.total, `of run ${runId}`);
  const totals = Object.fromEntries(TOTALS_FIELDS.map((field, index) => [field, values[index] ?? null]));
  const batches = [...inBatches(insights.segments.map(encodeSegment), BATCH_BYTES)];
  await client.transaction(async (statements) => {
    await statements.execute(WRITE_KPIS, { runId, ...totals });
    await statements.execute(DELETE_SEGMENTS, { runId });
    for (const rows of batches) await statements.execute(WRITE_SEGMENTS, { runId, rows });
  });
}

async function writeDocument(
  client: DataApiClient,
  runId: string,
  name: RunDocumentName,
  document: unknown,
): Promise<void> {
  checkRunId(runId);
  const text = documentText(document, `The document ${name} of run ${runId}`);
  await client.execute(WRITE_DOCUMENT, { runId, name, document: text });
}

/** The text inside a request is JSON once more. @throws ChurnError `ROW_TOO_LONG` */
function documentText(document: unknown, what: string): string {
  const text = JSON.stringify(document);
  if (Buffer.byteLength(JSON.stringify(text)) <= LONGEST_DOCUMENT_BYTES) return text;
  throw new ChurnError('ROW_TOO_LONG', `${what} is too long to store.`);
}

async function writeModel(client: DataApiClient, model: ModelMetadata): Promise<void> {
  const metadata = documentText(model, `The metadata of model ${model.modelVersion}`);
  const { modelVersion, runId, trainedAt } = model;
  await client.execute(WRITE_MODEL, { modelVersion, runId, trainedAt, metadata });
}
