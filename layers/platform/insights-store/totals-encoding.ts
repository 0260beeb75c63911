import type { GroupTotals, SegmentTotals } from '#core/insights/run-insights.ts';
import { checkNumbers, checkText, LONGEST_DIMENSION, LONGEST_SEGMENT, shorten } from './storable.ts';

/** In the order of the tables' columns. */
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

/** A segment's totals as the JSON array that `WRITE_SEGMENTS` reads. @throws as `totalsOf`, and `ROW_TOO_LONG` */
export function encodeSegment(segment: SegmentTotals, position: number): string {
  const where = () => `of dimension ${JSON.stringify(shorten(segment.dimension))}`;
  checkText(segment.dimension, LONGEST_DIMENSION, 'dimension', where);
  checkText(segment.segment, LONGEST_SEGMENT, 'segment', where);
  return jsonArray([segment.dimension, segment.segment, position, ...totalsOf(segment, where)]);
}

/** Nulls at the end are left out: to JSON_TABLE what is not there is NULL, in MySQL and MariaDB alike. */
function jsonArray(values: readonly (string | number | null)[]): string {
  return JSON.stringify(values.slice(0, values.findLastIndex((value) => value !== null) + 1));
}

/** The totals in the order of TOTALS_FIELDS. @throws ChurnError `ROW_NOT_STORABLE` for NaN or infinities */
export function totalsOf(totals: GroupTotals, where: () => string): readonly (number | null)[] {
  checkNumbers(totals, TOTALS_FIELDS, where);
  return TOTALS_FIELDS.map((field) => totals[field]);
}

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
