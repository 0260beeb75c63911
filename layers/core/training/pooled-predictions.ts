/** Probabilities of some customers with what became of them (1 left, 0 stayed). */
export interface PooledPredictions {
  readonly probabilities: Float64Array;
  readonly labels: Uint8Array;
}

/** The rows of all parts, in their order; a single part is given back as it is. */
export function pooledPredictions(parts: readonly PooledPredictions[]): PooledPredictions {
  if (parts.length === 1) return parts[0]!;
  const rows = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const probabilities = new Float64Array(rows);
  const labels = new Uint8Array(rows);
  let before = 0;
  for (const part of parts) {
    probabilities.set(part.probabilities, before);
    labels.set(part.labels, before);
    before += part.labels.length;
  }
  return { probabilities, labels };
}
