import { describe, expect, it } from 'vitest';
import { alternativesOf } from '#core/explain/alternatives.ts';
import { answerWithChanges, MAX_CHANGES } from '#core/explain/best-changes.ts';
import type { Alternative } from '#core/explain/explainer-document.ts';
import { columnLabels } from '#core/explain/words.ts';
import type { ModelInput } from '#core/onnx/model-input.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from '../learners/telco-table.ts';

const schema = parseSchemaDocument({
  ...telcoSchema,
  tenure: 'months',
  monthlyCharge: 'charge',
  totalCharge: undefined,
  segmentBy: [],
  columns: [
    { name: 'months', type: 'numeric' },
    { name: 'charge', type: 'numeric', actionable: true, label: 'Charge' },
    { name: 'plan', type: 'category', values: ['a', 'b', 'c'], actionable: true, label: 'Plan' },
    { name: 'extra', type: 'category', actionable: true },
    { name: 'gender', type: 'category' },
  ],
});

const labels = columnLabels(schema);

/** p = charge ÷ 100, less 0.2 on plan b, less 0.3 on plan c, less 0.1 with extra. */
async function predict({ rowCount, columns }: ModelInput): Promise<number[]> {
  calls.push(rowCount);
  return Array.from({ length: rowCount }, (_, row) => {
    const plan = { a: 0, b: 0.2, c: 0.3 }[String(columns.plan![row])] ?? 0;
    return Number(columns.charge![row]) / 100 - plan - (columns.extra![row] === 'yes' ? 0.1 : 0);
  });
}
let calls: number[] = [];

const customer: ModelInput = {
  rowCount: 1,
  columns: {
    months: Float32Array.of(3),
    charge: Float32Array.of(80),
    plan: ['a'],
    extra: ['no'],
    gender: ['Female'],
  },
};
const alternatives: readonly Alternative[] = [
  { column: 'charge', value: 79.9, neverWith: [] },
  { column: 'charge', value: 95, neverWith: [] },
  { column: 'plan', value: 'a', neverWith: [] },
  { column: 'plan', value: 'b', neverWith: [] },
  { column: 'plan', value: 'c', neverWith: [{ column: 'extra', values: ['no'] }] },
  { column: 'extra', value: 'yes', neverWith: [] },
];

describe('the changes that help most', () => {
  it('are found in one call, the best value of each column, without what never goes together', async () => {
    calls = [];
    const { churnProbability, changes } = await answerWithChanges(customer, alternatives, labels, predict);
    expect(calls).toEqual([5]);
    expect(churnProbability).toBeCloseTo(0.8, 6);
    expect(changes).toEqual([
      {
        feature: 'plan',
        label: 'Plan',
        value: 'b',
        churnProbability: expect.closeTo(0.6, 6),
        points: expect.closeTo(-20, 6),
        sentence: 'Plan changed to b: −20 points',
      },
      {
        feature: 'extra',
        label: 'extra',
        value: 'yes',
        churnProbability: expect.closeTo(0.7, 6),
        points: expect.closeTo(-10, 6),
        sentence: 'extra changed to yes: −10 points',
      },
    ]);
    expect(changes.length).toBeLessThanOrEqual(MAX_CHANGES);
  });

  it('are none where nothing may be changed; then the model is asked for the customer alone', async () => {
    calls = [];
    for (const none of [[], alternatives.slice(2, 3)]) {
      const answer = await answerWithChanges(customer, none, labels, predict);
      expect(answer).toEqual({ churnProbability: expect.closeTo(0.8, 6), changes: [] });
    }
    expect(calls).toEqual([1, 1]);
  });
});

describe('the alternatives', () => {
  const count = 400;
  const cell = (of: (row: number) => string) => Array.from({ length: count }, (_, row) => of(row));
  const table: FeatureTable = {
    rowCount: count,
    columns: [
      numericColumn('months', new Array<number>(count).fill(1)),
      numericColumn(
        'charge',
        Array.from({ length: count }, (_, row) => (row % 50 === 0 ? Number.NaN : row)),
      ),
      categoryColumn(
        'plan',
        cell((row) => (row % 2 === 0 ? 'a' : 'b')),
      ),
      categoryColumn(
        'extra',
        cell((row) => (row % 4 === 0 ? 'yes' : row % 4 === 2 ? 'no' : row % 3 === 0 ? '' : 'no plan')),
      ),
      categoryColumn(
        'gender',
        cell((row) => (row % 7 < 3 ? 'Female' : 'Male')),
      ),
    ],
    label: new Uint8Array(count),
  };
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  const found = alternativesOf(schema, { table, rows });

  it('are the values that customers have in the actionable columns', () => {
    const valuesOf = (name: string) => found.flatMap(({ column, value }) => (column === name ? [value] : []));
    expect(new Set(found.map(({ column }) => column))).toEqual(new Set(['charge', 'plan', 'extra']));
    expect(valuesOf('plan')).toEqual(['a', 'b']);
    expect(valuesOf('extra')).toEqual(['no plan', 'yes', 'no']);
    expect(valuesOf('charge')).toEqual([40, 99, 199, 299, 359]);
  });

  it('note what never goes together', () => {
    const neverOf = (name: string, wanted: string) =>
      found.find(({ column, value }) => column === name && value === wanted)?.neverWith;
    expect(neverOf('plan', 'b')).toEqual([{ column: 'extra', values: ['yes', 'no'] }]);
    expect(neverOf('extra', 'no plan')).toEqual([{ column: 'plan', values: ['a'] }]);
    expect(neverOf('charge', 'x')).toBeUndefined();
  });
});
