/** Log-odds of some customers with what became of them (1 left, 0 stayed). */
export interface LabelledLogOdds {
  readonly logOdds: Float64Array;
  readonly labels: Uint8Array;
}

/** Rows that a calibration is fitted on; with more its few parameters would change by less than they can matter. */
const MAX_ROWS = 100_000;

const MAX_LOG_ODDS = 40;

/** Log-odds held within ±40, where a probability is 0 or 1 to 17 digits; a forest can give infinite ones. */
export function finiteLogOdds(logOdds: number): number {
  return Math.min(Math.max(logOdds, -MAX_LOG_ODDS), MAX_LOG_ODDS);
}

/**
 * All parts as one, with log-odds held within ±40. Of more than 100,000 rows only as many are taken, evenly spaced over
 * the parts in their order.
 */
export function calibrationSample(parts: readonly LabelledLogOdds[]): LabelledLogOdds {
  const rows = parts.reduce((sum, part) => sum + part.labels.length, 0);
  const count = Math.min(rows, MAX_ROWS);
  const logOdds = new Float64Array(count);
  const labels = new Uint8Array(count);
  let [taken, before] = [0, 0];
  for (const part of parts) {
    const end = before + part.labels.length;
    for (; taken < count; taken++) {
      const row = Math.floor((taken * rows) / count);
      if (row >= end) break;
      logOdds[taken] = finiteLogOdds(part.logOdds[row - before]!);
      labels[taken] = part.labels[row - before]!;
    }
    before = end;
  }
  return { logOdds, labels };
}
