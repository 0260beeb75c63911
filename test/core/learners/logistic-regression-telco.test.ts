import { expect, test } from 'vitest';
import { meanOf } from '#core/evaluation/interval.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import { stratifiedFolds } from '#core/evaluation/stratified-folds.ts';
import { predictLogOdds } from '#core/learners/learner.ts';
import { everyRow, fittedLogistic } from './logistic-rig.ts';
import { telcoIsThere, telcoTable } from './telco-table.ts';

test.skipIf(!telcoIsThere)('on the real Telco data: ROC-AUC over five times five folds', () => {
  const table = telcoTable();
  const folds = stratifiedFolds(everyRow(table), table.label, { folds: 5, repeats: 5, seed: 1 });
  const aucs = folds.map(({ train, test }) => {
    const logOdds = predictLogOdds(fittedLogistic(table, {}, train), table, test);
    return rocAuc(
      rankByScore(
        logOdds,
        Uint8Array.from(test, (row) => table.label[row]!),
      ),
    );
  });
  expect(meanOf(aucs)).toBeGreaterThan(0.845);
  // No honest figure on this table is higher.
  expect(meanOf(aucs)).toBeLessThan(0.852);
});
