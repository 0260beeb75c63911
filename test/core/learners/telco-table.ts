import { existsSync, readFileSync } from 'node:fs';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import {
  type FeatureColumn,
  type FeatureTable,
  LABEL_LEFT,
  LABEL_STAYED,
} from '#core/table/feature-table.ts';

/** The real data, which lies beside the project and not in it. */
export const TELCO_CSV = '../shared/data/telco.csv';
export const telcoIsThere = existsSync(TELCO_CSV);

/** The Telco file as a feature table: no quotes are in it, so lines and commas are enough. */
export function telcoTable(): FeatureTable {
  const [header = '', ...lines] = readFileSync(TELCO_CSV, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  const cells = lines.map((line) => line.split(','));
  const column = (name: string) => cells.map((row) => row[names.indexOf(name)]!);
  const raw = telcoSchema.columns.map(
    ({ type, name }): FeatureColumn =>
      type === 'numeric'
        ? numericColumn(name, column(name).map(numberOf))
        : categoryColumn(name, column(name)),
  );
  return {
    rowCount: cells.length,
    columns: withDerivedColumns(raw, telcoSchema),
    label: Uint8Array.from(column(telcoSchema.label.column), (value) =>
      value === telcoSchema.label.positive ? LABEL_LEFT : LABEL_STAYED,
    ),
  };
}

export function numericColumn(name: string, values: readonly number[]): FeatureColumn {
  return { kind: 'numeric', name, values: Float32Array.from(values) };
}

export function categoryColumn(name: string, values: readonly string[]): FeatureColumn {
  const dictionary = [...new Set(values)];
  const codeOf = new Map(dictionary.map((value, code) => [value, code]));
  return {
    kind: 'category',
    name,
    codes: Uint32Array.from(values, (value) => codeOf.get(value)!),
    dictionary,
  };
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
