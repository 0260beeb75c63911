import { detachedCopy } from '../csv/detached-copy.ts';
import type { SchemaColumn, SchemaDocument } from '../schema/schema-document.ts';

export type NumericSchemaColumn = Extract<SchemaColumn, { type: 'numeric' }>;
export type CategorySchemaColumn = Extract<SchemaColumn, { type: 'category' }>;

/** What a numeric cell holds; `fault` says why it is unusable. */
export type NumericCell =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid'; readonly fault: 'not a number' | 'out of range' };

const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** 1234,5 or, thousands parted by points, 1.234,5. */
const COMMA_NUMBER = /^[+-]?(?:(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/;
const MISSING: NumericCell = { kind: 'missing' };
const NOT_A_NUMBER: NumericCell = { kind: 'invalid', fault: 'not a number' };
const OUT_OF_RANGE: NumericCell = { kind: 'invalid', fault: 'out of range' };

/**
 * Reads a decimal number with optional sign and exponent, spaces around it left out. Blank is missing; thousands
 * separators, currency signs, `NaN`, `inf` and hexadecimal are not numbers.
 * @param decimalComma Numbers are written as 1.234,5 or 1234,5.
 */
export function parseNumericCell(
  cell: string,
  column: NumericSchemaColumn,
  decimalComma = false,
): NumericCell {
  const text = cell.trim();
  if (text === '') return MISSING;
  if (decimalComma) {
    if (!COMMA_NUMBER.test(text)) return NOT_A_NUMBER;
    return checkNumber(Number(text.replaceAll('.', '').replace(',', '.')), column);
  }
  return PLAIN_NUMBER.test(text) ? checkNumber(Number(text), column) : NOT_A_NUMBER;
}

/**
 * The model computes in float32, which ends at 3.4e38: above this magnitude a number is out of range whatever the
 * schema says, so that sums and ratios of two numbers do not overflow.
 */
const MAX_MAGNITUDE = 1e30;

/** Holds a number against the column's limits and MAX_MAGNITUDE; NaN is not a number, and −0 is 0. */
export function checkNumber(value: number, column: NumericSchemaColumn): NumericCell {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  const { min, max } = numericRange(column);
  if (value < min || value > max) return OUT_OF_RANGE;
  return { kind: 'value', value: value === 0 ? 0 : value };
}

/** What a column's numbers lie between, both limits included: the schema's, within MAX_MAGNITUDE. */
export function numericRange({ min = -MAX_MAGNITUDE, max = MAX_MAGNITUDE }: NumericSchemaColumn): {
  readonly min: number;
  readonly max: number;
} {
  return { min: Math.max(min, -MAX_MAGNITUDE), max: Math.min(max, MAX_MAGNITUDE) };
}

/** The shortest decimal that reads back to the same number: how numbers stand in clean_customers.csv. */
export function formatNumber(value: number): string {
  return String(value);
}

/** A category cell's value, '' where it is missing; `isExpected` is false where the schema lists others. */
export interface CategoryCell {
  readonly value: string;
  readonly isExpected: boolean;
}

const MAX_REMEMBERED_CELLS = 10_000;
const MAX_REMEMBERED_LENGTH = 128;
const rememberedCells = new WeakMap<CategorySchemaColumn, Map<string, CategoryCell>>();

/**
 * The value a category cell stands for: trimmed, and where it differs from exactly one of the schema's values in case
 * and spaces only, that value. Other values are kept as they are and not expected.
 */
export function canonicalCategory(cell: string, column: CategorySchemaColumn): CategoryCell {
  let remembered = rememberedCells.get(column);
  if (remembered === undefined) {
    remembered = new Map();
    rememberedCells.set(column, remembered);
  }
  const known = remembered.get(cell);
  if (known !== undefined) return known;
  if (cell.length > MAX_REMEMBERED_LENGTH || remembered.size >= MAX_REMEMBERED_CELLS) {
    return readCategory(cell.trim(), column.values);
  }
  const kept = detachedCopy(cell);
  const category = readCategory(kept.trim(), column.values);
  remembered.set(kept, category);
  return category;
}

function readCategory(text: string, values: readonly string[] | undefined): CategoryCell {
  if (text === '' || values === undefined || values.includes(text)) return { value: text, isExpected: true };
  const folded = fold(text);
  const matches = values.filter((value) => fold(value) === folded);
  const [match] = matches;
  return match !== undefined && matches.length === 1
    ? { value: match, isExpected: true }
    : { value: text, isExpected: false };
}

/** The label as the schema writes it, '' where it is blank, undefined where it is neither value; case does not count. */
export function parseLabel(cell: string, label: SchemaDocument['label']): string | undefined {
  const text = cell.trim();
  if (text === '' || text === label.positive || text === label.negative) return text;
  const matches = [label.positive, label.negative].filter(
    (value) => value.toLowerCase() === text.toLowerCase(),
  );
  return matches.length === 1 ? matches[0] : undefined;
}

function fold(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, '').toLowerCase();
}
