import {
  type CategorySchemaColumn,
  canonicalCategory,
  checkNumber,
  type NumericCell,
  type NumericSchemaColumn,
  parseNumericCell,
} from '../cleaning/cells.ts';

/** NaN and '' stand for a value that is not known. */
export type CellValue = number | string;

export type ParsedValue<T extends CellValue> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly error: string };

const MAX_TEXT_CHARACTERS = 1024;
const MISSING_FIELD = 'is required (null if it is not known)';

/** A numeric field of /predict: a number, or text that a CSV cell could hold, read by the rules of cleaning. */
export function parseNumericValue(
  given: unknown,
  column: NumericSchemaColumn,
  mayBeBlank: boolean,
): ParsedValue<number> {
  if (given === undefined && !column.nullable) return { error: mayBeBlank ? MISSING_FIELD : 'is required' };
  const cell = numericCell(given, column);
  if (cell.kind === 'value') return { value: cell.value };
  if (cell.kind === 'missing' && mayBeBlank) return { value: Number.NaN };
  if (cell.kind === 'invalid' && cell.fault === 'out of range') return { error: rangeOf(column) };
  return { error: 'must be a number' };
}

/** A category field of /predict. Values that the schema does not list are allowed: the model treats them as unseen. */
export function parseCategoryValue(given: unknown, column: CategorySchemaColumn): ParsedValue<string> {
  if (given === undefined && !column.nullable) return { error: MISSING_FIELD };
  if (given === undefined || given === null) return { value: '' };
  if (typeof given === 'number') {
    const isValue = column.values === undefined || column.values.includes(String(given));
    return isValue ? { value: String(given) } : { error: 'must be text' };
  }
  if (typeof given !== 'string') return { error: 'must be text' };
  if (given.length > MAX_TEXT_CHARACTERS) {
    return { error: `must have at most ${MAX_TEXT_CHARACTERS} characters` };
  }
  return { value: canonicalCategory(given, column).value };
}

function numericCell(given: unknown, column: NumericSchemaColumn): NumericCell {
  if (given === undefined || given === null) return { kind: 'missing' };
  if (typeof given === 'number') return checkNumber(given, column);
  if (typeof given === 'string') return parseNumericCell(given, column);
  return { kind: 'invalid', fault: 'not a number' };
}

function rangeOf({ min, max }: NumericSchemaColumn): string {
  if (min !== undefined && max !== undefined) return `must be between ${min} and ${max}`;
  if (min !== undefined) return `must be at least ${min}`;
  return max === undefined ? 'is too large' : `must be at most ${max}`;
}
