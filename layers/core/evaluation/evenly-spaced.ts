/** At most `maxRows` of the rows, evenly spaced over them and in their order; all of them where they are no more. */
export function evenlySpaced(rows: Uint32Array, maxRows: number): Uint32Array {
  if (rows.length <= maxRows) return rows;
  return Uint32Array.from({ length: maxRows }, (_, i) => rows[Math.floor((i * rows.length) / maxRows)]!);
}
