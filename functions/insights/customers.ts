import {
  type Customer,
  type Customers,
  type CustomersQuery,
  customersQuerySchema,
} from '#core/api/contract.ts';
import { RequestError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { provenanceOf } from './provenance.ts';

/** One page of active customers; a cursor keeps to the run that it was made for, whatever is published meanwhile. */
export async function customers(
  reader: InsightsReader,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Customers> {
  const query = parseQuery(parameters);
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
  return { ...provenanceOf(run), customer: toCustomer(row) };
}

function parseQuery(parameters: Readonly<Record<string, string | undefined>>): CustomersQuery {
  const parsed = customersQuerySchema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new RequestError('QUERY_INVALID', 'The query is not valid.', fields);
}

function positionOf(row: ScoredRow, sort: CustomersQuery['sort']) {
  return sort === 'customerId'
    ? { customerId: row.customerId }
    : { customerId: row.customerId, value: row[sort] };
}

function toCustomer(row: ScoredRow): Customer['customer'] {
  return { ...row, segments: { ...row.segments } };
}
