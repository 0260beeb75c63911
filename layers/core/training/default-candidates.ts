import type { CandidateSettings } from '../schema/candidate-settings.ts';

/** From the simplest to the most complex: linear, additive (boosted stumps), with interactions. */
export const DEFAULT_CANDIDATES: readonly CandidateSettings[] = [
  { algorithm: 'logistic-regression' },
  { algorithm: 'gradient-boosting', depth: 1 },
  { algorithm: 'random-forest' },
  { algorithm: 'gradient-boosting', depth: 3 },
];
