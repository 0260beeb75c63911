import type { ByteBuffer } from '#core/csv/byte-buffer.ts';
import { writeFloat64, writeInteger } from '#core/csv/decimal-writer.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { ReasonsEncoder } from './reasons-encoder.ts';
import { escapeFrom, type RowFormat, writeEscaped } from './row-format.ts';
import { RowTexts } from './row-texts.ts';
import { checkNumbers, checkText, shorten } from './storable.ts';
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

/**
 * The columns in which a row's values are written, after the run's id. The longest last: MariaDB looks for each value of
 * a JSON array from the array's start.
 */
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
  'segments',
  'reasons',
] as const;

/** Writes the rows of a part as the statements read them, and gathers the texts that they share. */
export class RowEncoder {
  readonly texts = new RowTexts();
  readonly #segments = new SegmentsEncoder(this.texts);
  readonly #reasons = new ReasonsEncoder(this.texts);

  /**
   * Adds a row in the order of ROW_COLUMNS.
   * @param number See RowSource.
   * @throws ChurnError `ROW_TOO_LONG`, `ROW_NOT_STORABLE`
   */
  write(out: ByteBuffer, format: RowFormat, number: number, row: ScoredRow): void {
    const where = () => `of customer ${JSON.stringify(shorten(row.customerId))}`;
    checkText(row.customerId, LONGEST_CUSTOMER_ID, 'customerId', where);
    if (!Number.isFinite(sumOf(row))) checkNumbers(row, ROW_NUMBERS, where);
    const segments = this.#segments.encode(row.segments, where);
    const isShared = typeof segments === 'number';
    writeSign(out, format.rowStart);
    writeInteger(out, number);
    writeText(out, format, row.customerId);
    writeText(out, format, row.status);
    writeNumber(out, format, row.churnProbability);
    writeText(out, format, row.riskLevel);
    writeNumber(out, format, row.monthlyCharge);
    writeNumber(out, format, row.tenureMonths);
    writeNumber(out, format, row.expectedLoss);
    writeNumber(out, format, row.clv);
    writeNumber(out, format, row.priority);
    writeNumber(out, format, isShared ? segments : null);
    writeText(out, format, isShared ? null : segments);
    this.#writeReasons(out, format, row.reasons);
    writeSign(out, format.rowEnd);
  }

  #writeReasons(out: ByteBuffer, format: RowFormat, reasons: ScoredRow['reasons']): void {
    writeSign(out, format.separator);
    if (reasons === undefined) {
      writeSign(out, format.nothing);
      return;
    }
    writeSign(out, format.quote);
    const start = out.length;
    this.#reasons.write(out, reasons);
    escapeFrom(out, start, format);
    writeSign(out, format.quote);
  }
}

/** Finite only if all of the row's numbers are. */
function sumOf(row: ScoredRow): number {
  const { churnProbability, monthlyCharge, tenureMonths, expectedLoss, clv, priority } = row;
  return churnProbability + monthlyCharge + tenureMonths + expectedLoss + (clv ?? 0) + (priority ?? 0);
}

function writeNumber(out: ByteBuffer, { separator, nothing }: RowFormat, value: number | null): void {
  writeSign(out, separator);
  if (value === null) writeSign(out, nothing);
  else writeFloat64(out, value);
}

function writeText(out: ByteBuffer, format: RowFormat, text: string | null): void {
  writeSign(out, format.separator);
  if (text === null) {
    writeSign(out, format.nothing);
    return;
  }
  writeSign(out, format.quote);
  writeEscaped(out, text, format);
  writeSign(out, format.quote);
}

/** Adds some characters of ASCII. */
function writeSign(out: ByteBuffer, sign: string): void {
  out.reserve(sign.length);
  for (let index = 0; index < sign.length; index++) out.byte(sign.charCodeAt(index));
}
