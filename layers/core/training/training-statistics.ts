import { formatFloat32 } from '../features/float32-text.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import { numericStatistics } from '../learners/numeric-statistics.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { CategoryColumn, FeatureTable, NumericColumn } from '../table/feature-table.ts';

/**
 * The typical customer: the median of each numeric of the schema, the most frequent value of each category (by name
 * where several are). A numeric without a single value has no entry.
 */
export function baselineOf(
  table: FeatureTable,
  schema: SchemaDocument,
  rows: Uint32Array,
): ModelMetadata['baseline'] {
  const entries = table.columns.slice(0, schema.columns.length).flatMap((column) => {
    const value = column.kind === 'numeric' ? medianOf(column, rows) : mostFrequent(column, rows);
    return value === undefined ? [] : [[column.name, value] as const];
  });
  return Object.fromEntries(entries);
}

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

/** The lower of the two middle values where their number is even: a value that a customer has. */
function medianOf({ values }: NumericColumn, rows: Uint32Array): number | undefined {
  const present = Float32Array.from(rows, (row) => values[row]!).filter(Number.isFinite);
  const median = present.sort()[Math.floor((present.length - 1) / 2)];
  return median === undefined ? undefined : Number(formatFloat32(median));
}

function mostFrequent({ codes, dictionary }: CategoryColumn, rows: Uint32Array): string | undefined {
  const counts = new Uint32Array(dictionary.length);
  for (const row of rows) counts[codes[row]!]!++;
  const most = counts.reduce((top, count) => Math.max(top, count), 0);
  return dictionary.filter((_, code) => counts[code] === most).sort()[0];
}
