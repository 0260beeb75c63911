import type { CustomersQuery } from '#core/api/contract.ts';
import { RISK_LEVELS } from '#core/economics/risk-level.ts';
import type { SqlParameters } from './data-api-values.ts';
import type { PagePosition } from './insights-store.ts';
import { PREDICTION_COLUMNS, withSegments } from './stored-rows.ts';

interface Query {
  readonly sql: string;
  readonly parameters: SqlParameters;
}

const SORT_COLUMNS = {
  expectedLoss: 'expected_loss',
  priority: 'priority',
  churnProbability: 'churn_probability',
} as const;
/** By the length of a range alone the optimizers would at times rather sort a million rows, taking seconds. */
const SORT_INDEXES = {
  expectedLoss: 'by_expected_loss',
  priority: 'by_priority',
  churnProbability: 'by_churn_probability',
} as const;
const BY_CUSTOMER = 'by_customer';

/**
 * One page of a run's active customers behind `after`, without OFFSET. A sorted list reads the top of each risk level
 * from the index (run, status, risk, value, id) and merges them, so a page costs the same wherever it is.
 */
export function customersQuery(runId: string, query: CustomersQuery, after: PagePosition | undefined): Query {
  const conditions = ["run_id = :runId AND status = 'active'"];
  const parameters: Record<string, string | number> = { runId, limit: query.limit };
  if (query.q !== undefined) {
    conditions.push("customer_id LIKE :prefix ESCAPE '!'");
    parameters.prefix = `${query.q.replace(/[!%_]/g, '!$&')}%`;
  }
  if (after !== undefined) parameters.afterId = after.customerId;
  if (query.sort === 'customerId') return { sql: byId(query, conditions, after), parameters };

  const column = SORT_COLUMNS[query.sort];
  if (query.sort === 'priority') conditions.push('priority IS NOT NULL');
  if (after !== undefined) {
    conditions.push(`(${column} < :afterValue OR (${column} = :afterValue AND customer_id > :afterId))`);
    conditions.push(`${column} <= :afterValue`); // implied; it is what the index can start from
    parameters.afterValue = after.value ?? 0;
  }
  // With a prefix the rows to sort are those of the prefix.
  const index = query.q === undefined ? SORT_INDEXES[query.sort] : BY_CUSTOMER;
  return { sql: byValue(query, conditions, column, index), parameters };
}

function byId(query: CustomersQuery, conditions: readonly string[], after: PagePosition | undefined): string {
  const all = [
    ...conditions,
    ...(query.risk === undefined ? [] : [`risk_level = '${query.risk}'`]),
    ...(after === undefined ? [] : ['customer_id > :afterId']),
  ];
  const page = `SELECT ${PREDICTION_COLUMNS} FROM predictions FORCE INDEX (${BY_CUSTOMER})
    WHERE ${all.join(' AND ')} ORDER BY customer_id LIMIT :limit`;
  return `${withSegments(page)} ORDER BY p.customerId`;
}

function byValue(
  query: CustomersQuery,
  conditions: readonly string[],
  column: string,
  index: string,
): string {
  const levels = query.risk === undefined ? RISK_LEVELS : [query.risk];
  const parts = levels.map(
    (level) => `(SELECT ${PREDICTION_COLUMNS}, ${column} AS sortValue
      FROM predictions FORCE INDEX (${index})
      WHERE ${conditions.join(' AND ')} AND risk_level = '${level}'
      ORDER BY ${column} DESC, customer_id LIMIT :limit)`,
  );
  const page = `SELECT * FROM (${parts.join(' UNION ALL ')}) AS levels
    ORDER BY sortValue DESC, customerId LIMIT :limit`;
  return `${withSegments(page)} ORDER BY p.sortValue DESC, p.customerId`;
}
