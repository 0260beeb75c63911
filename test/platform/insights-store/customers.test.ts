import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { CUSTOMER_SORTS, type CustomersQuery } from '#core/api/contract.ts';
import { RISK_LEVELS } from '#core/economics/risk-level.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { customersQuery } from '#platform/insights-store/customers-query.ts';
import type { PagePosition } from '#platform/insights-store/insights-store.ts';
import {
  customersOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRows,
} from './store-rig.ts';

let rig: StoreRig;
const LISTED = runIdOf(1);

/** Few different values, so that ties cross pages. */
const listed = Array.from({ length: 700 }, (_, index) =>
  scoredRow(`${index % 3 === 0 ? 'A_' : 'ab'}${String((index * 7919) % 700).padStart(4, '0')}`, {
    status: index % 11 === 0 ? 'left' : 'active',
    riskLevel: RISK_LEVELS[index % 3] ?? 'LOW',
    expectedLoss: (index % 13) / 3,
    churnProbability: (index % 7) / 7,
    priority: index % 5 === 0 ? null : (index % 17) / 3 - 2,
  }),
);

beforeAll(async () => {
  rig = await startStoreRig();
  await writeRows(rig.writer, runRecord(LISTED), listed);
});
afterAll(() => rig.close());

/** All pages of a list. */
async function walk(query: CustomersQuery): Promise<readonly ScoredRow[]> {
  const found: ScoredRow[] = [];
  for (let after: PagePosition | undefined; ; ) {
    const page = await rig.reader.customers(LISTED, query, after);
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < query.limit) return found;
    const { customerId } = last;
    after =
      query.sort === 'customerId' ? { customerId } : { customerId, value: last[query.sort] ?? Number.NaN };
  }
}

/** The same list the plain way. */
function expected({ sort, risk, q }: CustomersQuery): readonly ScoredRow[] {
  const byId = (a: ScoredRow, b: ScoredRow) => (a.customerId < b.customerId ? -1 : 1);
  return listed
    .filter((row) => row.status === 'active' && (risk === undefined || row.riskLevel === risk))
    .filter((row) => row.customerId.startsWith(q ?? ''))
    .filter((row) => sort !== 'priority' || row.priority !== null)
    .sort((a, b) => (sort === 'customerId' ? byId(a, b) : b[sort]! - a[sort]! || byId(a, b)));
}

test('pages join to the whole list in order, whatever the filter', async () => {
  const query = fc.record({
    sort: fc.constantFrom(...CUSTOMER_SORTS),
    risk: fc.constantFrom(undefined, ...RISK_LEVELS),
    q: fc.constantFrom(undefined, 'A_', 'ab', 'a', 'A_00', 'A', '_', '%', '!', 'zz'),
    limit: fc.constantFrom(17, 50, 200),
  });
  await fc.assert(
    fc.asyncProperty(query, async ({ risk, q, ...rest }) => {
      const asked = customersOf({
        ...rest,
        ...(risk === undefined ? {} : { risk }),
        ...(q === undefined ? {} : { q }),
      });
      expect(await walk(asked)).toEqual(expected(asked));
    }),
    { numRuns: 25 },
  );
});

test('a sorted page is read from its index, however deep, and a prefix or a list by id from that of customers', async () => {
  const planRow = z.object({
    table: z.string().nullable(),
    key: z.string().nullable(),
    Extra: z.string().nullable(),
  });
  const planOf = async (query: CustomersQuery) => {
    const { sql, parameters } = customersQuery(LISTED, query, { value: 0.1, customerId: 'ab0001' });
    const plan = await rig.dataApi.query(planRow, `EXPLAIN ${sql}`, parameters);
    return plan.filter(({ table }) => table === 'predictions');
  };
  for (const [sort, index] of [
    ['expectedLoss', 'by_expected_loss'],
    ['churnProbability', 'by_churn_probability'],
    ['priority', 'by_priority'],
  ] as const) {
    const plan = await planOf(customersOf({ sort }));
    expect(plan.map(({ key }) => key)).toEqual([index, index, index]);
    expect(plan.filter(({ Extra }) => Extra?.includes('filesort'))).toEqual([]);
    expect((await planOf(customersOf({ sort, q: 'ab00', risk: 'HIGH' }))).map(({ key }) => key)).toEqual([
      'by_customer',
    ]);
  }
  const [byId] = await planOf(customersOf({ sort: 'customerId' }));
  expect([byId?.key, byId?.Extra?.includes('filesort')]).toEqual(['by_customer', false]);
});
