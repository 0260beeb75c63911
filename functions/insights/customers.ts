import {
  type Customer,
  type Customers,
  type CustomersQuery,
  customersQuerySchema,
} from '#core/api/contract.ts';
import { MAX_ID_LENGTH } from '#core/cleaning/row-reader.ts';
import { isWorthContacting } from '#core/economics/contact-rule.ts';
import { ChurnError, NotFoundError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { InsightsReader, PublishedRun } from '#platform/insights-store/insights-store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { parseQuery } from './parse-query.ts';
import { provenanceOf } from './provenance.ts';
import { reasonsInWords } from './reasons-in-words.ts';

type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * The run that a page of customers is of: the cursor's, whatever is published meanwhile, else the published one.
 * @throws RequestError `QUERY_INVALID`, `CURSOR_INVALID`; NotFoundError `RUN_NOT_FOUND`
 */
export function runOfCustomers(reader: InsightsReader, parameters: Parameters): Promise<PublishedRun> {
  const { cursor } = questionOf(parameters);
  return cursor === undefined ? reader.publishedRun() : reader.run(cursor.runId);
}

/** One page of active customers. @throws as `runOfCustomers` */
export async function customers(reader: InsightsReader, parameters: Parameters): Promise<Customers> {
  const { query, cursor } = questionOf(parameters);
  const run = await runOfCustomers(reader, parameters);
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

/** One customer of the published run. @throws NotFoundError `CUSTOMER_NOT_FOUND` */
export async function customer(reader: InsightsReader, customerId: string): Promise<Customer> {
  if (customerId.length > MAX_ID_LENGTH)
    throw new NotFoundError(
      'CUSTOMER_NOT_FOUND',
      `No customer's id is longer than ${MAX_ID_LENGTH} characters.`,
    );
  const run = await reader.publishedRun();
  const row = await reader.customer(run.runId, customerId);
  const reasons = await reasonsInWords(reader, run.modelVersion, row.reasons);
  return { ...provenanceOf(run), customer: { ...toCustomer(row), reasons } };
}

function questionOf(parameters: Parameters) {
  const query = parseQuery(customersQuerySchema, parameters);
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, query.sort);
  return { query, cursor };
}

function positionOf(row: ScoredRow, sort: CustomersQuery['sort']) {
  const { customerId } = row;
  if (sort === 'customerId') return { customerId };
  const value = row[sort];
  if (value !== null) return { customerId, value };
  throw new ChurnError('ROW_WITHOUT_VALUE', `A customer has no ${sort} to be sorted by.`);
}

function toCustomer({ reasons: _, ...row }: ScoredRow): Customer['customer'] {
  const worthContacting = row.priority === null ? null : isWorthContacting(row.priority);
  return { ...row, worthContacting, segments: { ...row.segments } };
}
