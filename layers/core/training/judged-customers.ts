import { type Calibration, calibrated } from '../calibration/calibration.ts';
import { type CustomerValuer, customerValuer } from '../economics/customer-value.ts';
import { retentionOf } from '../economics/survival/retention.ts';
import type { JudgedCustomers } from '../evaluation/contact-policies.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { labelledRows } from './labelled-rows.ts';
import { survivalCountsOf } from './survival-counts-of.ts';
import type { OutOfFoldPart } from './train-champion.ts';

/** Customers of the out-of-fold parts, with their rows in the table. */
export interface JudgedRows extends JudgedCustomers {
  readonly rows: Uint32Array;
  readonly monthlyCharges: Float64Array;
}

/**
 * What a model said of customers it was not fitted on, and what they are worth by the retention of the other labelled
 * customers: nothing that is judged has seen the fate of the customer it is judged by. Values are NaN where the table has
 * no monthly charges, or no other customer with a tenure.
 * @throws DataError as labelledRows
 */
export function judgedCustomers(
  table: FeatureTable,
  schema: SchemaDocument,
  parts: readonly OutOfFoldPart[],
  calibration: Calibration,
): JudgedRows {
  const count = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const judged = emptyJudged(count);
  const charges = numericOf(table, schema.monthlyCharge);
  const tenures = numericOf(table, schema.tenure);
  let at = 0;
  for (const { rows, labels, logOdds } of parts) {
    const clvOf = valuerOfOthers(table, schema, rows);
    for (let index = 0; index < rows.length; index++, at++) {
      const row = rows[index]!;
      judged.rows[at] = row;
      judged.labels[at] = labels[index]!;
      judged.probabilities[at] = calibrated(logOdds[index]!, calibration);
      judged.monthlyCharges[at] = charges[row]!;
      judged.values[at] = clvOf?.(charges[row]!, tenures[row]!) ?? Number.NaN;
    }
  }
  return judged;
}

function emptyJudged(count: number): JudgedRows {
  return {
    rows: new Uint32Array(count),
    labels: new Uint8Array(count),
    probabilities: new Float64Array(count),
    monthlyCharges: new Float64Array(count),
    values: new Float64Array(count),
  };
}

/** Values customers by the labelled rows that are not among these. */
function valuerOfOthers(
  table: FeatureTable,
  schema: SchemaDocument,
  rows: Uint32Array,
): CustomerValuer | undefined {
  const isJudged = new Uint8Array(table.rowCount);
  for (const row of rows) isJudged[row] = 1;
  const others = labelledRows(table).rows.filter((row) => isJudged[row] === 0);
  const retention = retentionOf(survivalCountsOf(table, schema, others));
  return retention && customerValuer(retention, schema.economics);
}

function numericOf({ columns, rowCount }: FeatureTable, name: string): Float32Array {
  const column = columns.find((candidate) => candidate.name === name);
  return column?.kind === 'numeric' ? column.values : new Float32Array(rowCount).fill(Number.NaN);
}
