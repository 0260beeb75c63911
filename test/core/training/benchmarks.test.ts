import { expect, test } from 'vitest';
import { campaignTerms } from '#core/evaluation/campaign-terms.ts';
import { stratifiedFolds } from '#core/evaluation/stratified-folds.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { benchmarksOf } from '#core/training/benchmarks.ts';
import { generatedTable } from '../learners/generated-table.ts';
import { categoryColumn, telcoIsThere, telcoTable } from '../learners/telco-table.ts';

test('names the column that most folds chose, and measures it on rows it was not learnt from', () => {
  const table = generatedTable(telcoSchema, 2000, 9);
  const hint = Array.from(table.label, (label, row) => (row % 5 === 0 ? 1 - label : label));
  const columns = [...table.columns, categoryColumn('hint', hint.map(String))];
  const rows = Uint32Array.from(table.label.keys());
  const folds = stratifiedFolds(rows, table.label, { folds: 5, repeats: 2, seed: 1 });
  const terms = campaignTerms(table, rows, telcoSchema);
  const { oneRule, random } = benchmarksOf({ ...table, columns }, folds, terms);
  expect(oneRule.column).toBe('hint');
  // Right for four of five, of those who left and of those who stayed.
  expect(oneRule.rocAuc).toBeCloseTo(0.8, 1);
  expect(random).toMatchObject({ rocAuc: 0.5, topDecileLift: 1 });
  expect(oneRule.empc).toBeGreaterThan(random.empc);
  expect(oneRule.topDecileLift).toBeGreaterThan(1.3);
});

test.skipIf(!telcoIsThere)('the real Telco table (shared/data/telco.csv beside the project)', () => {
  const table = telcoTable();
  const rows = Uint32Array.from(table.label.keys());
  const folds = stratifiedFolds(rows, table.label, { folds: 5, repeats: 1, seed: 1 });
  const { oneRule } = benchmarksOf(table, folds, campaignTerms(table, rows, telcoSchema));
  expect(oneRule.column).toBe('Contract');
  expect(oneRule.rocAuc).toBeGreaterThan(0.72);
  expect(oneRule.rocAuc).toBeLessThan(0.75);
});
