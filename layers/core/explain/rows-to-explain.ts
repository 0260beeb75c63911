/**
 * Nodes of large trees times rows that a run may spend on reasons: some minutes of one thread. Additive models and small
 * trees cost next to nothing and are not counted; a forest on very many customers reaches it.
 */
const MOST_NODE_ROWS = 10e9;

/** The share of a run's customers, 0 to 1, whom the reasons are worked out for. */
export function explainedShare(rowCount: number, largeTreeNodes: number): number {
  return Math.min(1, MOST_NODE_ROWS / Math.max(1, rowCount * largeTreeNodes));
}

/**
 * The rows of a batch that are explained: all of them, or of those that are active the given share of the batch with
 * the highest probabilities. In ascending order.
 */
export function rowsToExplain(
  probabilities: ArrayLike<number>,
  isActive: (row: number) => boolean,
  share: number,
): Uint32Array {
  const rows = Uint32Array.from({ length: probabilities.length }, (_, row) => row);
  if (share >= 1) return rows;
  return rows
    .filter(isActive)
    .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b)
    .slice(0, Math.ceil(share * rows.length))
    .sort();
}
