import { gradientBoosting } from '../learners/boosting/gradient-boosting.ts';
import { randomForest } from '../learners/forest/random-forest.ts';
import type { Learner } from '../learners/learner.ts';
import { logisticRegression } from '../learners/logistic/logistic-regression.ts';

/** From the simplest to the most complex: linear, additive (boosted stumps), with interactions. */
export function defaultCandidates(): readonly Learner[] {
  return [
    logisticRegression(),
    gradientBoosting({ depth: 1 }),
    randomForest(),
    gradientBoosting({ depth: 3 }),
  ];
}
