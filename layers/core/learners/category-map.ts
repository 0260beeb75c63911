import type { CategoryColumn } from '../table/feature-table.ts';

/** A number for each category; `unseen` for every value that is not listed. All are float32 values, as in the graph. */
export interface CategoryMap {
  readonly byValue: ReadonlyMap<string, number>;
  readonly unseen: number;
}

/** The numbers of a table's dictionary, by code. */
export function numbersByCode(map: CategoryMap, column: CategoryColumn): Float32Array {
  return Float32Array.from(column.dictionary, (value) => map.byValue.get(value) ?? map.unseen);
}
