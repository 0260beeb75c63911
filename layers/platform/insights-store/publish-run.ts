import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';
import type { DataApiClient, Statements } from './data-api-client.ts';
import { checkModel } from './taken-over.ts';

/**
 * Moves `published` to the run in one transaction, which waits for any other publication at its first statement. Run
 * ids compare as text, and so by time: an older run never takes the place of a newer one.
 * @throws ChurnError `ROW_COUNT_MISMATCH`, `RUN_TAKEN_OVER`, or `RUN_INCOMPLETE` where its record or totals are missing
 */
export function publishRun(
  client: DataApiClient,
  order: ScoringOrder,
  expectedRows: number,
): Promise<'published' | 'superseded'> {
  const { runId } = order;
  return client.transaction(async (statements) => {
    const [standing] = await statements.query(
      z.object({ runId: z.string().nullable() }),
      'SELECT run_id AS runId FROM published WHERE id = 1 FOR UPDATE',
    );
    if (standing === undefined) throw new ChurnError('RUN_INCOMPLETE', 'The tables are not set up.');
    await checkWhole(statements, order, expectedRows);
    if (standing.runId !== null && standing.runId > runId) return 'superseded';
    await statements.execute(
      `UPDATE runs SET customers = :expectedRows, published_at = COALESCE(published_at, UTC_TIMESTAMP(3))
       WHERE run_id = :runId`,
      { runId, expectedRows },
    );
    await statements.execute('UPDATE published SET run_id = :runId WHERE id = 1', { runId });
    return 'published';
  });
}

async function checkWhole(statements: Statements, order: ScoringOrder, expectedRows: number): Promise<void> {
  const { runId } = order;
  const [run] = await statements.query(
    z.object({ modelVersion: z.string() }),
    'SELECT model_version AS modelVersion FROM runs WHERE run_id = :runId FOR UPDATE',
    { runId },
  );
  const [found] = await statements.query(
    z.object({ totals: z.number(), predictions: z.number() }),
    `SELECT (SELECT COUNT(*) FROM kpis WHERE run_id = :runId) AS totals,
       (SELECT COUNT(*) FROM predictions WHERE run_id = :runId) AS predictions`,
    { runId },
  );
  if (run === undefined || found === undefined || found.totals === 0) {
    throw new ChurnError(
      'RUN_INCOMPLETE',
      `Run ${runId} has no record or no totals and cannot be published.`,
    );
  }
  checkModel(order, run.modelVersion);
  if (found.predictions !== expectedRows) {
    throw new ChurnError(
      'ROW_COUNT_MISMATCH',
      `Run ${runId} has ${found.predictions} rows stored where ${expectedRows} were scored.`,
    );
  }
}
