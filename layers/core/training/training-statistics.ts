import type { ModelMetadata } from '../lake/documents.ts';
import { numericStatistics } from '../learners/numeric-statistics.ts';
import type { FeatureTable } from '../table/feature-table.ts';

/** Mean (also what fills a gap) and spread of every numeric column that has a value, the derived ones included. */
export function numericStatisticsOf(
  table: FeatureTable,
  rows: Uint32Array,
): ModelMetadata['numericStatistics'] {
  return table.columns.flatMap((column) => {
    const statistics = column.kind === 'numeric' ? numericStatistics(column, rows) : undefined;
    if (statistics === undefined) return [];
    const { mean, standardDeviation } = statistics;
    return [{ name: column.name, imputedWith: mean, mean, standardDeviation }];
  });
}
