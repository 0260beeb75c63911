import type { ScoredRow } from '#core/insights/run-insights.ts';
import { RowTexts } from './row-texts.ts';
import { checkNumbers, checkText, shorten } from './storable.ts';
import { ReasonsEncoder } from './stored-reasons.ts';
import { SegmentsEncoder } from './stored-segments.ts';

/** Width of the table, in Unicode characters; see ../migrations. */
const LONGEST_CUSTOMER_ID = 128;

const ROW_NUMBERS = [
  'churnProbability',
  'monthlyCharge',
  'tenureMonths',
  'expectedLoss',
  'clv',
  'priority',
] as const satisfies readonly (keyof ScoredRow)[];

/** The columns in which a row's values are written, after the run's id; those that are often NULL last. */
export const ROW_COLUMNS = [
  'row_no',
  'customer_id',
  'status',
  'churn_probability',
  'risk_level',
  'monthly_charge',
  'tenure_months',
  'expected_loss',
  'clv',
  'priority',
  'segments_no',
  'reasons',
  'segments',
] as const;

/** Writes the rows of a part as the statements read them, and gathers the texts that they share. */
export class RowEncoder {
  readonly texts = new RowTexts();
  readonly #segments = new SegmentsEncoder(this.texts);
  readonly #reasons = new ReasonsEncoder(this.texts);

  /**
   * A row as the line that `loadRowsInto` reads, with its line end; `\N` is NULL.
   * @param number See RowSource.
   * @throws ChurnError `ROW_TOO_LONG`, `ROW_NOT_STORABLE`
   */
  tabSeparated(number: number, row: ScoredRow): string {
    const segments = this.#checkedSegments(row);
    const reasons = this.#reasons.encode(row.reasons);
    const isShared = typeof segments === 'number';
    return (
      `${number}\t${unawkward(row.customerId)}\t${row.status}\t${row.churnProbability}\t${row.riskLevel}\t` +
      `${row.monthlyCharge}\t${row.tenureMonths}\t${row.expectedLoss}\t${row.clv ?? NULL}\t${row.priority ?? NULL}\t` +
      `${isShared ? segments : NULL}\t${reasons === null ? NULL : unawkward(reasons)}\t` +
      `${isShared ? NULL : unawkward(segments)}\n`
    );
  }

  /**
   * A row as the JSON array that `writeRowsInto` reads. NULLs at the end are left out: to JSON_TABLE what is not there is
   * NULL, in MySQL and MariaDB alike. @throws as `tabSeparated`
   */
  json(number: number, row: ScoredRow): string {
    const segments = this.#checkedSegments(row);
    const reasons = this.#reasons.encode(row.reasons);
    const start =
      `[${number},${JSON.stringify(row.customerId)},"${row.status}",${row.churnProbability},"${row.riskLevel}",` +
      `${row.monthlyCharge},${row.tenureMonths},${row.expectedLoss},${row.clv},${row.priority}`;
    if (typeof segments === 'string') {
      return `${start},null,${JSON.stringify(reasons)},${JSON.stringify(segments)}]`;
    }
    return reasons === null ? `${start},${segments}]` : `${start},${segments},${JSON.stringify(reasons)}]`;
  }

  #checkedSegments(row: ScoredRow): number | string {
    const where = () => `of customer ${JSON.stringify(shorten(row.customerId))}`;
    checkText(row.customerId, LONGEST_CUSTOMER_ID, 'customerId', where);
    checkNumbers(row, ROW_NUMBERS, where);
    return this.#segments.encode(row.segments, where);
  }
}

const NULL = '\\N';
const AWKWARD = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

function unawkward(text: string): string {
  if (!AWKWARD.test(text)) return text;
  return text.replace(/[\\\t\n\r\0]/g, (character) => ESCAPES[character] ?? character);
}
