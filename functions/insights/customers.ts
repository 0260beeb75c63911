import {
  type Customer,
  type Customers,
  type CustomersQuery,
  customersQuerySchema,
} from '#core/api/contract.ts';
import { isWorthContacting } from '#core/economics/contact-rule.ts';
import { ChurnError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { parseQuery } from './parse-query.ts';
import { provenanceOf } from './provenance.ts';
import { reasonsInWords } from './reasons-in-words.ts';

/** One page of active customers; a cursor keeps to the run that it was made for, whatever is published meanwhile. */
export async function customers(
  reader: InsightsReader,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Customers> {
  const query = parseQuery(customersQuerySchema, parameters);
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, query.sort);
  const run = cursor === undefined ? await reader.publishedRun() : await reader.run(cursor.runId);
  const found = await reader.customers(run.runId, { ...query, limit: query.limit + 1 }, cursor?.after);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    ...provenanceOf(run),
    customers: page.map(toCustomer),
    ...(found.length > query.limit && last !== undefined
      ? {
          nextCursor: encodeCursor({
            runId: run.runId,
            sort: query.sort,
            after: positionOf(last, query.sort),
          }),
        }
      : {}),
  };
}

export async function customer(reader: InsightsReader, customerId: string): Promise<Customer> {
  const run = await reader.publishedRun();
  const row = await reader.customer(run.runId, customerId);
  const reasons = await reasonsInWords(reader, run.modelVersion, row.reasons);
  return { ...provenanceOf(run), customer: { ...toCustomer(row), reasons } };
}

function positionOf(row: ScoredRow, sort: CustomersQuery['sort']) {
  const { customerId } = row;
  if (sort === 'customerId') return { customerId };
  const value = row[sort];
  if (value !== null) return { customerId, value };
  throw new ChurnError('ROW_WITHOUT_VALUE', `Customer ${customerId} has no ${sort} to be sorted by.`);
}

function toCustomer({ reasons: _, ...row }: ScoredRow): Customer['customer'] {
  const worthContacting = row.priority === null ? null : isWorthContacting(row.priority);
  return { ...row, worthContacting, segments: { ...row.segments } };
}
