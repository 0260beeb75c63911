import { expect, test } from 'vitest';
import { permutationImportance } from '#core/evaluation/permutation-importance.ts';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { TENURE_GROUP } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from '../learners/telco-table.ts';

const rowCount = 300;
const raw = telcoSchema.columns.map(({ name, type }): FeatureColumn => {
  const values = Array.from({ length: rowCount }, (_, row) => row % 72);
  if (type === 'category') return categoryColumn(name, values.map(String));
  return numericColumn(name, values);
});
const table: FeatureTable = {
  rowCount,
  columns: withDerivedColumns(raw, telcoSchema),
  label: Uint8Array.from({ length: rowCount }, (_, row) => (row % 72 < 24 ? 1 : 0)),
};

test('a score that reads a derived feature gives its importance to the source, and none to the rest', () => {
  const score = ({ columns }: FeatureTable) => {
    const band = columns.find(({ name }) => name === TENURE_GROUP);
    if (band?.kind !== 'category') throw new Error('the band is gone');
    return Array.from(band.codes, (code) => -code);
  };
  const drops = permutationImportance(table, telcoSchema, score, 1);
  const tenure = telcoSchema.columns.findIndex(({ name }) => name === telcoSchema.tenure);
  expect(drops).toHaveLength(telcoSchema.columns.length);
  expect(drops[tenure]).toBeGreaterThan(0.3);
  expect(drops.filter((_, index) => index !== tenure).every((drop) => drop === 0)).toBe(true);
});
