import { describe, expect, test } from 'vitest';
import { meanOf } from '#core/evaluation/interval.ts';
import { stratifiedFolds } from '#core/evaluation/stratified-folds.ts';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { crossValidate } from '#core/training/cross-validation.ts';
import { telcoIsThere, telcoTable } from './telco-table.ts';

describe.skipIf(!telcoIsThere)('on the real Telco table (shared/data/telco.csv beside the project)', () => {
  // An additive model reaches 0.850 and boosting of depth 3 0.848 on these data in repeated cross-validation.
  test.each([
    { depth: 1, least: 0.848 },
    { depth: 3, least: 0.845 },
  ])('depth $depth reaches a ROC-AUC of $least over 2 × 5 folds', ({ depth, least }) => {
    const table = telcoTable();
    const rows = Uint32Array.from(table.label.keys());
    const folds = stratifiedFolds(rows, table.label, { folds: 5, repeats: 2, seed: 42 });
    const outOfFold = crossValidate(gradientBoosting({ depth }), table, folds, 1, () => 0);
    expect(meanOf(outOfFold.folds.map(({ rocAuc }) => rocAuc))).toBeGreaterThan(least);
  });
});
