import { ChurnError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { PairTexts } from './pair-texts.ts';
import { checkNumbers, checkText, LONGEST_SEGMENT, shorten } from './storable.ts';
import { reasonsText } from './stored-reasons.ts';

/** Width of the table, in Unicode characters; see ../migrations. */
const LONGEST_CUSTOMER_ID = 128;
/**
 * Bytes of a customer's segment values as JSON inside JSON: 201 such rows, the most a page reads, stay below the
 * Data API's 1 MiB an answer.
 */
const LONGEST_SEGMENTS_BYTES = 3_900;
/** A UTF-16 unit of a JSON text takes at most so many bytes inside another. */
const MOST_BYTES_A_UNIT = 6;

const ROW_NUMBERS = [
  'churnProbability',
  'monthlyCharge',
  'tenureMonths',
  'expectedLoss',
  'clv',
  'priority',
] as const satisfies readonly (keyof ScoredRow)[];

/** The columns in which a row's values are written, after the run's id; long ones last, where they are skipped least. */
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
  'segments',
  'reasons',
] as const;

/**
 * A scored row's values in the order of ROW_COLUMNS.
 * @param rowNumber See rowNumberOf.
 * @throws ChurnError `ROW_TOO_LONG`, `ROW_NOT_STORABLE`
 */
export function storedValues(rowNumber: number, row: ScoredRow): (string | number | null)[] {
  const where = () => `of customer ${JSON.stringify(shorten(row.customerId))}`;
  checkText(row.customerId, LONGEST_CUSTOMER_ID, 'customerId', where);
  checkNumbers(row, ROW_NUMBERS, where);
  return [
    rowNumber,
    row.customerId,
    row.status,
    row.churnProbability,
    row.riskLevel,
    row.monthlyCharge,
    row.tenureMonths,
    row.expectedLoss,
    row.clv,
    row.priority,
    segmentsText(row.segments, where),
    reasonsText(row.reasons),
  ];
}

/** Members of a JSON object; only a text that may be stored is made. */
const members = new PairTexts((name, value) => {
  checkText(value, LONGEST_SEGMENT, `segments.${name}`, () => '');
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
});

function segmentsText(segments: ScoredRow['segments'], where: () => string): string {
  let text = '{';
  for (const name of Object.keys(segments)) {
    const value = segments[name] ?? '';
    text += text.length === 1 ? memberText(name, value, where) : `,${memberText(name, value, where)}`;
  }
  text += '}';
  const isShort = text.length * MOST_BYTES_A_UNIT <= LONGEST_SEGMENTS_BYTES;
  if (!isShort && Buffer.byteLength(JSON.stringify(text)) > LONGEST_SEGMENTS_BYTES) {
    throw new ChurnError(
      'ROW_TOO_LONG',
      `segments ${where()} are longer than ${LONGEST_SEGMENTS_BYTES} bytes`,
    );
  }
  return text;
}

function memberText(name: string, value: string, where: () => string): string {
  if (value.length > LONGEST_SEGMENT) checkText(value, LONGEST_SEGMENT, `segments.${name}`, where);
  return members.of(name, value);
}

/** A row as the JSON array that `writeRowsInto` reads. @throws as `storedValues` */
export function jsonRow(rowNumber: number, row: ScoredRow): string {
  return jsonArray(storedValues(rowNumber, row));
}

/** Nulls at the end are left out: to JSON_TABLE what is not there is NULL, in MySQL and MariaDB alike. */
export function jsonArray(values: readonly (string | number | null)[]): string {
  return JSON.stringify(values.slice(0, values.findLastIndex((value) => value !== null) + 1));
}

const AWKWARD = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

/** A row as the line that `loadRowsInto` reads, with its line end; `\N` is NULL. @throws as `storedValues` */
export function tabSeparatedRow(rowNumber: number, row: ScoredRow): string {
  let line = '';
  for (const value of storedValues(rowNumber, row)) {
    if (line !== '') line += '\t';
    if (value === null) line += '\\N';
    else if (typeof value === 'number') line += value;
    else line += AWKWARD.test(value) ? escaped(value) : value;
  }
  return `${line}\n`;
}

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r\0]/g, (character) => ESCAPES[character] ?? character);
}
