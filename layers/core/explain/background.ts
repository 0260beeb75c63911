import { ChurnError } from '../errors.ts';
import { evenlySpaced } from '../evaluation/evenly-spaced.ts';
import type { FeatureTable } from '../table/feature-table.ts';

/** The customers whom contributions compare with: the training rows of a table. */
export interface Background {
  readonly table: FeatureTable;
  readonly rows: Uint32Array;
}

/** With more rows the mean parts and the shares of the branches would change by less than a reason can show. */
export const MAX_BACKGROUND_ROWS = 100_000;

/** All of the rows, or MAX_BACKGROUND_ROWS of them, evenly spaced. @throws ChurnError `BACKGROUND_EMPTY` */
export function sampledBackground({ table, rows }: Background): Background {
  if (rows.length === 0)
    throw new ChurnError('BACKGROUND_EMPTY', 'A model is explained against at least one row.');
  return { table, rows: evenlySpaced(rows, MAX_BACKGROUND_ROWS) };
}
