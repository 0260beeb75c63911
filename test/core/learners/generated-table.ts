import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

/** Labelled customers of any schema: some cells missing, categories of up to five values, leaving by all columns. */
export function generatedTable(schema: SchemaDocument, rowCount: number, seed: number): FeatureTable {
  const random = seededRandom(seed);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const logOdds = new Float64Array(rowCount).fill(-1);
  const columns = schema.columns.map(({ type, name }): FeatureColumn => {
    const effect = 2 * uniform() - 1;
    const cells = Array.from({ length: rowCount }, () => uniform());
    for (const [row, cell] of cells.entries()) logOdds[row]! += effect * (2 * cell - 1);
    if (type === 'category') {
      return categoryColumn(
        name,
        cells.map((cell) => (cell < 0.05 ? '' : `value ${Math.floor(5 * cell)}`)),
      );
    }
    const numbers = cells.map((cell) => (cell < 0.05 ? Number.NaN : Math.floor(80 * cell)));
    return numericColumn(name, numbers);
  });
  return {
    rowCount,
    columns: withDerivedColumns(columns, schema),
    label: Uint8Array.from(logOdds, (value) => (uniform() < probabilityOf(value) ? 1 : 0)),
  };
}
