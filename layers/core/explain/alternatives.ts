import type { SchemaColumn, SchemaDocument } from '../schema/schema-document.ts';
import type { CategoryColumn, FeatureTable, NumericColumn } from '../table/feature-table.ts';
import type { Background } from './background.ts';
import type { Alternative } from './explainer-document.ts';

/** Of an actionable number, the values tried: these quantiles of the background. */
const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];
/** Of an actionable category whose values the schema does not list, so many of the most frequent. */
const MOST_VALUES = 20;
/** Columns of more values than this say nothing of what goes together. */
const MOST_PAIRED_VALUES = 50;
/** Two values never met are taken not to go together if by chance so many rows would have both. */
const EXPECTED_ROWS = 10;

/**
 * The values that the schema's actionable columns could be changed to. What was never seen together (no internet, but
 * online backup) is noted, so that no such customer is made up.
 */
export function alternativesOf(schema: SchemaDocument, background: Background): Alternative[] {
  const { table } = background;
  return schema.columns.flatMap((column, index) => {
    const cells = table.columns[index];
    if (!column.actionable || cells === undefined) return [];
    if (cells.kind === 'numeric') return numericAlternatives(cells, background.rows);
    return categoryAlternatives(cells, column, schema, background);
  });
}

function numericAlternatives({ name, values }: NumericColumn, rows: Uint32Array): Alternative[] {
  const present = Float32Array.from(rows, (row) => values[row]!)
    .filter(Number.isFinite)
    .sort();
  const quantiles = QUANTILES.map((quantile) => present[Math.floor(quantile * (present.length - 1))]);
  return [...new Set(quantiles)].flatMap((value) =>
    value === undefined ? [] : [{ column: name, value, neverWith: [] }],
  );
}

function categoryAlternatives(
  cells: CategoryColumn,
  column: SchemaColumn,
  schema: SchemaDocument,
  { table, rows }: Background,
): Alternative[] {
  const counts = countValues(cells, rows);
  const met = [...counts.keys()].filter((value) => value !== '' && counts.get(value)! > 0);
  const frequent = met.sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, MOST_VALUES);
  const listed = column.type === 'category' ? column.values : undefined;
  // A value that no customer has had cannot be judged.
  const values = listed?.filter((value) => met.includes(value)) ?? frequent;
  const others = pairedColumns(table, schema).filter(({ name }) => name !== cells.name);
  const pairs = others.map((other) => neverMet(cells, other, rows));
  return values.map((value) => ({
    column: cells.name,
    value,
    neverWith: others.flatMap(({ name }, index) => {
      const never = pairs[index]!.get(value) ?? [];
      return never.length === 0 ? [] : [{ column: name, values: [...never] }];
    }),
  }));
}

function pairedColumns({ columns }: FeatureTable, schema: SchemaDocument): CategoryColumn[] {
  return columns
    .slice(0, schema.columns.length)
    .flatMap((column) =>
      column.kind === 'category' && column.dictionary.length <= MOST_PAIRED_VALUES ? [column] : [],
    );
}

function countValues({ codes, dictionary }: CategoryColumn, rows: Uint32Array): ReadonlyMap<string, number> {
  const counts = new Uint32Array(dictionary.length);
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]!]!]!++;
  return new Map(dictionary.map((value, code) => [value, counts[code]!]));
}

/** By value of `column`, the values of `other` that it never met. */
function neverMet(
  column: CategoryColumn,
  other: CategoryColumn,
  rows: Uint32Array,
): ReadonlyMap<string, readonly string[]> {
  const width = other.dictionary.length;
  const both = new Uint32Array(column.dictionary.length * width);
  for (let i = 0; i < rows.length; i++) both[column.codes[rows[i]!]! * width + other.codes[rows[i]!]!]!++;
  const [own, others] = [countValues(column, rows), countValues(other, rows)];
  const isNever = (code: number, value: string, otherCode: number, otherValue: string) =>
    both[code * width + otherCode] === 0 &&
    own.get(value)! * others.get(otherValue)! >= EXPECTED_ROWS * rows.length;
  return new Map(
    column.dictionary.map((value, code) => [
      value,
      other.dictionary.filter((otherValue, otherCode) => isNever(code, value, otherCode, otherValue)),
    ]),
  );
}
