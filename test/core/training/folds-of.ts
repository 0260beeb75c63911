import { logOddsOf, probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FoldPredictions } from '#core/training/training-job.ts';

/** Predictions of a model that shows `bend` of the true log-odds, which are those of rates spread over 0.05 to 0.95. */
export function foldsOf(
  bend: (truth: number) => number,
  { folds = 5, repeats = 1, rows = 1000 } = {},
): FoldPredictions[] {
  const random = seededRandom(17);
  const uniform = () => random.nextUint32() / 2 ** 32;
  return Array.from({ length: folds * repeats }, (_, index) => {
    const truth = Float64Array.from({ length: rows }, () => logOddsOf(0.05 + 0.9 * uniform()));
    return {
      repeat: Math.floor(index / folds),
      logOdds: truth.map((value) => bend(value)),
      labels: Uint8Array.from(truth, (value) => (uniform() < probabilityOf(value) ? 1 : 0)),
    };
  });
}
