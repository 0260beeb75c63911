/** How a column's cell was found: usable, blank, made missing because it is not usable, or not among the known values. */
export const CELL_FINE = 0;
export const CELL_MISSING = 1;
export const CELL_INVALID = 2;
export const CELL_UNEXPECTED = 3;

export type CellState = typeof CELL_FINE | typeof CELL_MISSING | typeof CELL_INVALID | typeof CELL_UNEXPECTED;
