import type { FeatureTable } from '../table/feature-table.ts';

/** Whom a model was fitted on: the customers' hashes in ascending order. */
export type TrainedOn = Float64Array;

/** @param rows The labelled rows. @param customerHashes Of every row of the table. */
export function trainedOn(customerHashes: Float64Array, rows: Uint32Array): TrainedOn {
  const hashes = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) hashes[i] = customerHashes[rows[i]!]!;
  return hashes.sort();
}

/** Whether a row's customer is none of those that a model was fitted on. */
export function newCustomers(
  known: TrainedOn,
  { customerHashes }: Pick<FeatureTable, 'customerHashes'>,
): (row: number) => boolean {
  return (row) => {
    const hash = customerHashes?.[row];
    return hash !== undefined && !includes(known, hash);
  };
}

function includes(sorted: Float64Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
