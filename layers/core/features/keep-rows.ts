type Values = Uint8Array | Int32Array | Float64Array;

/** Moves what belongs to the rows that are kept to the front of every array, in order. @returns How many rows are kept. */
export function keepRows(
  keeps: (row: number) => boolean,
  rowCount: number,
  arrays: readonly (Values | undefined)[],
): number {
  const places = new Uint32Array(rowCount);
  let kept = 0;
  for (let row = 0; row < rowCount; row++) if (keeps(row)) places[kept++] = row;
  if (kept === rowCount) return kept;
  for (const values of arrays) {
    if (values === undefined) continue;
    for (let i = 0; i < kept; i++) values[i] = values[places[i]!]!;
  }
  return kept;
}
