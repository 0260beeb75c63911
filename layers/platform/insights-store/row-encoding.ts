import { ChurnError } from '#core/errors.ts';
import type { GroupTotals, ScoredRow, SegmentTotals } from '#core/insights/run-insights.ts';
import { reasonsText } from './stored-reasons.ts';

/** Widths of the tables, in Unicode characters; see ../migrations. */
export const LONGEST_CUSTOMER_ID = 128;
export const LONGEST_DIMENSION = 128;
export const LONGEST_SEGMENT = 512;
/**
 * Bytes of a customer's segment values as JSON inside JSON: 201 such rows, the most a page reads, stay below the
 * Data API's 1 MiB an answer.
 */
const LONGEST_SEGMENTS_BYTES = 3_900;

/** A scored row as the JSON array that `WRITE_ROWS` reads. @throws ChurnError `ROW_TOO_LONG`, `ROW_NOT_STORABLE` */
export function encodeRow(row: ScoredRow): string {
  const where = `of customer ${JSON.stringify(shorten(row.customerId))}`;
  const segments = JSON.stringify(row.segments);
  checkText(row.customerId, LONGEST_CUSTOMER_ID, 'customerId', where);
  checkNumbers(row, ROW_NUMBERS, where);
  for (const [name, value] of Object.entries(row.segments)) {
    checkText(value, LONGEST_SEGMENT, `segments.${name}`, where);
  }
  if (Buffer.byteLength(JSON.stringify(segments)) > LONGEST_SEGMENTS_BYTES) {
    throw new ChurnError('ROW_TOO_LONG', `segments ${where} are longer than ${LONGEST_SEGMENTS_BYTES} bytes`);
  }
  return jsonArray([
    row.customerId,
    row.status,
    row.churnProbability,
    row.riskLevel,
    row.monthlyCharge,
    row.tenureMonths,
    row.expectedLoss,
    segments,
    row.clv,
    row.priority,
    reasonsText(row.reasons),
  ]);
}

const ROW_NUMBERS = [
  'churnProbability',
  'monthlyCharge',
  'tenureMonths',
  'expectedLoss',
  'clv',
  'priority',
] as const satisfies readonly (keyof ScoredRow)[];

/** Nulls at the end are left out: to JSON_TABLE what is not there is NULL, in MySQL and MariaDB alike. */
function jsonArray(values: readonly (string | number | null)[]): string {
  return JSON.stringify(values.slice(0, values.findLastIndex((value) => value !== null) + 1));
}

/** A segment's totals as the JSON array that `WRITE_SEGMENTS` reads. @throws as `encodeRow` */
export function encodeSegment(segment: SegmentTotals, position: number): string {
  const where = `of dimension ${JSON.stringify(shorten(segment.dimension))}`;
  checkText(segment.dimension, LONGEST_DIMENSION, 'dimension', where);
  checkText(segment.segment, LONGEST_SEGMENT, 'segment', where);
  return jsonArray([segment.dimension, segment.segment, position, ...totalsOf(segment, where)]);
}

/** The totals in the order of the tables' columns. @throws ChurnError `ROW_NOT_STORABLE` for NaN or infinities */
export function totalsOf(totals: GroupTotals, where: string): readonly (number | null)[] {
  checkNumbers(totals, TOTALS_FIELDS, where);
  return TOTALS_FIELDS.map((field) => totals[field]);
}

export const TOTALS_FIELDS = [
  'customers',
  'activeCustomers',
  'leftCustomers',
  'churnProbabilitySum',
  'monthlyRevenue',
  'revenueAtRiskMonthly',
  'expectedLoss',
  'highRiskCustomers',
  'churnVariance',
  'revenueAtRiskVariance',
  'clv',
  'contactCustomers',
  'contactGain',
] as const satisfies readonly (keyof GroupTotals)[];

/** Joins encoded rows into JSON arrays of at most `limitBytes`; a row longer than that makes one of its own. */
export function* inBatches(encodedRows: Iterable<string>, limitBytes: number): Generator<string> {
  let batch: string[] = [];
  let bytes = 0;
  for (const row of encodedRows) {
    const length = Buffer.byteLength(row) + 1;
    if (batch.length > 0 && bytes + length > limitBytes) {
      yield `[${batch.join(',')}]`;
      batch = [];
      bytes = 0;
    }
    batch.push(row);
    bytes += length;
  }
  if (batch.length > 0) yield `[${batch.join(',')}]`;
}

function checkText(text: string, longest: number, field: string, where: string): void {
  if (text.length > longest && [...text].length > longest) {
    throw new ChurnError('ROW_TOO_LONG', `${field} ${where} is longer than ${longest} characters`);
  }
  if (!text.isWellFormed()) {
    throw new ChurnError('ROW_NOT_STORABLE', `${field} ${where} is no valid Unicode text`);
  }
}

function checkNumbers<K extends string>(
  row: Readonly<Record<K, number | null>>,
  fields: readonly K[],
  where: string,
): void {
  for (const field of fields) {
    if (row[field] !== null && !Number.isFinite(row[field])) {
      throw new ChurnError('ROW_NOT_STORABLE', `${field} ${where} is ${row[field]}`);
    }
  }
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
