import * as z from 'zod';
import { NotFoundError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { DataApiClient } from './data-api-client.ts';
import { reasonsOf, textNumbersOf } from './stored-reasons.ts';
import { customerRow, PREDICTION_COLUMNS, rowTextsSql, withSegments } from './stored-rows.ts';

/** A customer with the reasons. @throws NotFoundError `CUSTOMER_NOT_FOUND`; as `reasonsOf` */
export async function readCustomer(
  client: DataApiClient,
  runId: string,
  customerId: string,
): Promise<ScoredRow> {
  const [found] = await client.query(
    customerRow,
    withSegments(
      `SELECT ${PREDICTION_COLUMNS}, reasons FROM predictions
       WHERE run_id = :runId AND customer_id = :customerId`,
      ...['part', 'reasons'],
    ),
    { runId, customerId },
  );
  if (found === undefined) {
    throw new NotFoundError(
      'CUSTOMER_NOT_FOUND',
      `Run ${runId} has no customer ${JSON.stringify(customerId)}.`,
    );
  }
  const { part, reasons, ...row } = found;
  if (reasons === undefined) return row;
  return { ...row, reasons: reasonsOf(reasons, await rowTexts(client, runId, part, textNumbersOf(reasons))) };
}

/** Texts by their numbers. */
async function rowTexts(
  client: DataApiClient,
  runId: string,
  part: number,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (numbers.length === 0) return new Map();
  const row = z.object({ number: z.number(), text: z.string() });
  const found = await client.query(row, rowTextsSql(numbers), { runId, part });
  return new Map(found.map(({ number, text }) => [number, text]));
}
