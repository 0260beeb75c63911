import { ChurnError } from '#core/errors.ts';
import type { RunInsights } from '#core/insights/run-insights.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import { beginRun } from './begin-run.ts';
import type { DataApiClient } from './data-api-client.ts';
import { holdsRows } from './holds-rows.ts';
import type { InsightsWriter, RunDocumentName } from './insights-store.ts';
import { publishRun } from './publish-run.ts';
import { applyRetention } from './retention.ts';
import { type RowFiles, RowLoader } from './row-loader.ts';
import { sealRun } from './seal-run.ts';
import { checkRunId } from './staging-table.ts';
import { encodeSegment, inBatches, TOTALS_FIELDS, totalsOf } from './totals-encoding.ts';
import { writePart } from './write-part.ts';
import {
  DELETE_SEGMENTS,
  WRITE_DOCUMENT,
  WRITE_KPIS,
  WRITE_MODEL,
  WRITE_SEGMENTS,
} from './write-statements.ts';

const KEPT_RUNS = 12;
const BATCH_BYTES = 900 * 1024;
/** Below the Data API's 4 MiB a request, with room for the rest of it. */
const LONGEST_DOCUMENT_BYTES = 4_000_000;

export interface InsightsWriterOptions {
  /** Lets large parts be loaded from files in the lake. @default rows go to the database in its requests alone */
  readonly files?: RowFiles;
  /** How many published runs are kept. @default 12 */
  readonly keptRuns?: number;
}

/** Writes runs to MySQL; see InsightsWriter for what each step promises. */
export function createInsightsWriter(
  client: DataApiClient,
  { files, keptRuns = KEPT_RUNS }: InsightsWriterOptions = {},
): InsightsWriter {
  const loader = files === undefined ? undefined : new RowLoader(client, files);
  return {
    beginRun: (run) => beginRun(client, run),
    holdsRows: (runId, modelVersion) => holdsRows(client, runId, modelVersion),
    writePart: (part, rows) => writePart(client, loader, part, rows),
    sealRun: (order, expectedRows) => sealRun(client, order, expectedRows),
    writeInsights: (runId, insights) => writeInsights(client, runId, insights),
    writeDocument: (runId, name, document) => writeDocument(client, runId, name, document),
    writeModel: (metadata) => writeModel(client, metadata),
    publish: (order, expectedRows) => publishRun(client, order, expectedRows),
    applyRetention: () => applyRetention(client, keptRuns),
  };
}

/** The totals and all segments in one transaction, in the place of what an earlier attempt wrote. */
async function writeInsights(client: DataApiClient, runId: string, insights: RunInsights): Promise<void> {
  checkRunId(runId);
  const values = totalsOf(insights.total, () => `of run ${runId}`);
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
