/**
 * Lists the rows that a tree learns from, in order. Whether a row is drawn depends on the seed and the row alone, not on
 * the rows before it.
 * @param share Chance of each row; within (0, 1].
 * @param firstRow Of the member's first row among all training rows.
 * @returns How many are in the list.
 */
export function drawRows(
  seed: number,
  share: number,
  firstRow: number,
  drawn: Uint8Array,
  list: Uint32Array,
): number {
  const bound = share * 2 ** 32;
  let listed = 0;
  for (let row = 0; row < drawn.length; row++) {
    const isDrawn = mixed(seed, firstRow + row) < bound ? 1 : 0;
    drawn[row] = isDrawn;
    list[listed] = row;
    listed += isDrawn;
  }
  return listed;
}

/** A number in [0, 2³²) that looks random: the finaliser of MurmurHash3 (Appleby, 2011). */
function mixed(seed: number, row: number): number {
  let hash = Math.imul(row, 0x9e3779b1) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
