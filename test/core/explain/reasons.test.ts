import { expect, test } from 'vitest';
import { MAX_REASONS, reasonsOf } from '#core/explain/reasons.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import type { ModelInput } from '#core/onnx/model-input.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

const weights = [3, -2, 1, 0.5, 0.25, 0.125, 0];
const numerics = weights.map((_, index) => `n${index}`);
const schema = parseSchemaDocument({
  ...telcoSchema,
  tenure: 'n0',
  monthlyCharge: 'n1',
  totalCharge: undefined,
  segmentBy: [],
  columns: [...numerics.map((name) => ({ name, type: 'numeric' })), { name: 'plan', type: 'category' }],
});
const baseline = { ...Object.fromEntries(numerics.map((name) => [name, 0])), plan: 'basic' };

/** A linear model whose contributions are known: weight × value, and 1.5 for plan gold. */
async function score({ rowCount, columns }: ModelInput): Promise<number[]> {
  return Array.from({ length: rowCount }, (_, row) => {
    const linear = numerics.reduce(
      (sum, name, index) => sum + weights[index]! * Number(columns[name]![row]),
      0,
    );
    return probabilityOf(linear + (columns.plan![row] === 'gold' ? 1.5 : 0));
  });
}

function customers(rows: readonly (readonly number[])[], plans: readonly string[]): ModelInput {
  const columns = numerics.map(
    (name, index) => [name, Float32Array.from(rows, (row) => row[index]!)] as const,
  );
  return { rowCount: rows.length, columns: { ...Object.fromEntries(columns), plan: plans } };
}

test('the strongest columns come first, signed, with their values', async () => {
  const input = customers([[0.1, 1, 1, 1, 1, 1, 1]], ['gold']);
  const { probabilities, reasons } = await reasonsOf(input, schema, baseline, score);
  expect(probabilities[0]).toBeCloseTo(probabilityOf(0.3 - 2 + 1 + 0.5 + 0.25 + 0.125 + 1.5), 7);
  expect(reasons[0]).toEqual([
    { feature: 'n1', value: 1, contribution: expect.closeTo(-2, 6) },
    { feature: 'plan', value: 'gold', contribution: expect.closeTo(1.5, 6) },
    { feature: 'n2', value: 1, contribution: expect.closeTo(1, 6) },
    { feature: 'n3', value: 1, contribution: expect.closeTo(0.5, 6) },
    { feature: 'n0', value: 0.1, contribution: expect.closeTo(0.3, 6) },
  ]);
  expect(reasons[0]).toHaveLength(MAX_REASONS);
});

test('the typical customer has no reasons; a missing value is null', async () => {
  const input = customers([[0, 0, 0, 0, 0, 0, 0]], ['basic']);
  expect((await reasonsOf(input, schema, baseline, score)).reasons).toEqual([[]]);
  const unknown = customers([[0, 0, 0, 0, 0, 0, 0]], ['']);
  const { reasons } = await reasonsOf(unknown, schema, { ...baseline, plan: 'gold' }, score);
  expect(reasons[0]).toEqual([{ feature: 'plan', value: null, contribution: expect.closeTo(-1.5, 6) }]);
});

test('a column without a baseline gives no reason, and certain scores stay finite', async () => {
  const input = customers([[100, 0, 0, 0, 0, 0, 0]], ['gold']);
  const { plan: _, ...withoutPlan } = baseline;
  const { reasons } = await reasonsOf(input, schema, withoutPlan, score);
  expect(reasons[0]?.map(({ feature }) => feature)).toEqual(['n0']);
  expect(Number.isFinite(reasons[0]?.[0]?.contribution)).toBe(true);
});

test('many customers are scored in few bounded calls, each with its own reasons', async () => {
  const count = 7000;
  const calls: number[] = [];
  const input = customers(
    Array.from({ length: count }, (_, row) => [0, 0, row / count, 0, 0, 0, 0]),
    new Array<string>(count).fill('basic'),
  );
  const { reasons } = await reasonsOf(input, schema, baseline, (batch) => {
    calls.push(batch.rowCount);
    return score(batch);
  });
  expect(calls.length).toBe(3);
  expect(Math.max(...calls)).toBeLessThanOrEqual(25_000);
  expect(reasons[0]).toEqual([]);
  expect(reasons[6999]?.[0]?.contribution).toBeCloseTo(6999 / count, 5);
});

test('a baseline of another kind than its column is refused', async () => {
  const input = customers([[0, 0, 0, 0, 0, 0, 0]], ['basic']);
  await expect(reasonsOf(input, schema, { ...baseline, n0: 'x' }, score)).rejects.toMatchObject({
    code: 'MODEL_INPUT_INVALID',
  });
});
