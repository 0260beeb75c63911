import { DataError } from '../errors.ts';
import { type FeatureTable, LABEL_LEFT, LABEL_STAYED } from '../table/feature-table.ts';

/** Fewest labelled customers to train on, and fewest of those who left and of those who stayed. */
export const MIN_LABELLED_ROWS = 50;
export const MIN_ROWS_OF_A_CLASS = 10;

const NEEDED = `Training needs at least ${MIN_LABELLED_ROWS} labelled customers, with at least ${MIN_ROWS_OF_A_CLASS} who left and ${MIN_ROWS_OF_A_CLASS} who stayed`;

/** What there is to say of a base without any label. */
export function noLabelledRows(): DataError {
  return new DataError('NO_LABELLED_ROWS', `No customer has a label. ${NEEDED}.`);
}

/** The rows whose label is known. */
export interface LabelledRows {
  /** In ascending order, in shared memory. */
  readonly rows: Uint32Array;
  readonly left: number;
}

/**
 * Finds the rows to train on.
 * @throws DataError `NO_LABELLED_ROWS`, `ONE_CLASS_ONLY` or `TOO_FEW_LABELLED_ROWS`, saying what is there and needed.
 */
export function labelledRows({ label }: FeatureTable): LabelledRows {
  let [left, labelled] = [0, 0];
  for (let row = 0; row < label.length; row++) {
    if (label[row] === LABEL_LEFT) left++;
    if (isKnown(label[row]!)) labelled++;
  }
  const rows = new Uint32Array(new SharedArrayBuffer(labelled * Uint32Array.BYTES_PER_ELEMENT));
  for (let row = 0, filled = 0; row < label.length; row++) if (isKnown(label[row]!)) rows[filled++] = row;
  const stayed = rows.length - left;
  if (rows.length === 0) throw noLabelledRows();
  if (left === 0 || stayed === 0) {
    const fate = left === 0 ? 'stayed' : 'left';
    throw new DataError('ONE_CLASS_ONLY', `All ${rows.length} labelled customers ${fate}. ${NEEDED}.`);
  }
  if (rows.length < MIN_LABELLED_ROWS || Math.min(left, stayed) < MIN_ROWS_OF_A_CLASS) {
    const found = `there are ${rows.length}: ${left} left and ${stayed} stayed`;
    throw new DataError('TOO_FEW_LABELLED_ROWS', `${NEEDED}; ${found}.`);
  }
  return { rows, left };
}

function isKnown(label: number): boolean {
  return label === LABEL_LEFT || label === LABEL_STAYED;
}
