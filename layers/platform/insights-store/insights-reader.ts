import * as z from 'zod';
import { NotFoundError, UnavailableError } from '#core/errors.ts';
import type { GroupTotals, SegmentTotals } from '#core/insights/run-insights.ts';
import { customersQuery } from './customers-query.ts';
import type { DataApiClient } from './data-api-client.ts';
import type { InsightsReader, Mover, PublishedRun } from './insights-store.ts';
import { readCustomer } from './read-customer.ts';
import { readDocument, readModel } from './read-documents.ts';
import { predictionRow, RUN_COLUMNS, runRow, segmentRow, TOTALS_COLUMNS, totalsRow } from './stored-rows.ts';

/** So many segments of the longest names stay below the Data API's 1 MiB an answer. */
const SEGMENTS_A_CALL = 150;

/** Reads runs from MySQL; see InsightsReader. */
export function createInsightsReader(client: DataApiClient): InsightsReader {
  return {
    findPublishedRun: () => findPublishedRun(client),
    publishedRun: () => publishedRun(client),
    run: (runId) => run(client, runId),
    totals: (runId) => totals(client, runId),
    segments: (runId, dimension) => segments(client, runId, dimension),
    customers(runId, query, after) {
      const { sql, parameters } = customersQuery(runId, query, after);
      return client.query(predictionRow, sql, parameters);
    },
    customer: (runId, customerId) => readCustomer(client, runId, customerId),
    document: (runId, name, schema) => readDocument(client, runId, name, schema),
    movers: (runId, previousRunId, limit) => movers(client, runId, previousRunId, limit),
    model: (modelVersion) => readModel(client, modelVersion),
  };
}

async function findPublishedRun(client: DataApiClient): Promise<PublishedRun | undefined> {
  const [found] = await client.query(
    runRow,
    `SELECT ${RUN_COLUMNS} FROM published p JOIN runs r ON r.run_id = p.run_id WHERE p.id = 1`,
  );
  return found;
}

async function publishedRun(client: DataApiClient): Promise<PublishedRun> {
  const found = await findPublishedRun(client);
  if (found !== undefined) return found;
  throw new UnavailableError('NO_PUBLISHED_RUN', 'No run has been published yet.', { retryAfterSeconds: 10 });
}

async function run(client: DataApiClient, runId: string): Promise<PublishedRun> {
  const [found] = await client.query(
    runRow,
    `SELECT ${RUN_COLUMNS} FROM runs r WHERE r.run_id = :runId AND r.published_at IS NOT NULL`,
    { runId },
  );
  if (found !== undefined) return found;
  throw runNotFound(runId);
}

async function totals(client: DataApiClient, runId: string): Promise<GroupTotals> {
  const [found] = await client.query(totalsRow, `SELECT ${TOTALS_COLUMNS} FROM kpis WHERE run_id = :runId`, {
    runId,
  });
  if (found !== undefined) return found;
  throw runNotFound(runId);
}

async function segments(
  client: DataApiClient,
  runId: string,
  dimension: string,
): Promise<readonly SegmentTotals[]> {
  const found: SegmentTotals[] = [];
  for (let position = -1, isLast = false; !isLast; ) {
    const rows = await client.query(
      segmentRow.extend({ position: z.number() }),
      `SELECT dimension, segment, position,
         ${TOTALS_COLUMNS}
       FROM segment_insights WHERE run_id = :runId AND dimension = :dimension AND position > :position
       ORDER BY position LIMIT ${SEGMENTS_A_CALL}`,
      { runId, dimension, position },
    );
    found.push(...rows.map(({ position: _position, ...segment }) => segment));
    position = rows.at(-1)?.position ?? position;
    isLast = rows.length < SEGMENTS_A_CALL;
  }
  return found;
}

/** One join over the two runs' partitions within a key that has all of it, in its order; neither is brought here. */
function movers(
  client: DataApiClient,
  runId: string,
  previousRunId: string,
  limit: number,
): Promise<readonly Mover[]> {
  return client.query(
    z.object({ customerId: z.string(), before: z.number(), after: z.number() }),
    `SELECT newer.customer_id AS customerId, older.churn_probability AS \`before\`, newer.churn_probability AS \`after\`
     FROM predictions AS newer FORCE INDEX (by_customer_probability)
     JOIN predictions AS older FORCE INDEX (by_customer_probability)
       ON older.run_id = :previousRunId AND older.customer_id = newer.customer_id
     WHERE newer.run_id = :runId AND newer.status = 'active' AND newer.churn_probability <> older.churn_probability
     ORDER BY ABS(newer.churn_probability - older.churn_probability) DESC, newer.customer_id LIMIT :limit`,
    { runId, previousRunId, limit },
  );
}

function runNotFound(runId: string): NotFoundError {
  return new NotFoundError('RUN_NOT_FOUND', `There is no published run ${JSON.stringify(runId)}.`);
}
