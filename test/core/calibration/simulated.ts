import type { LabelledLogOdds } from '#core/calibration/calibration-sample.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';

/** Customers whose log-odds are spread evenly over [−3, 3] and who leave at the given log-odds. */
export function simulated(rows: number, truth: (logOdds: number) => number, seed = 11): LabelledLogOdds {
  const random = seededRandom(seed);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const logOdds = Float64Array.from({ length: rows }, () => 6 * uniform() - 3);
  const labels = Uint8Array.from(logOdds, (value) => (uniform() < probabilityOf(truth(value)) ? 1 : 0));
  return { logOdds, labels };
}
