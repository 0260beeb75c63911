import type { CampaignTerms } from '../evaluation/campaign-terms.ts';
import { empc } from '../evaluation/empc.ts';
import { meanOf } from '../evaluation/interval.ts';
import { topDecileLift } from '../evaluation/lift.ts';
import { oneRule } from '../evaluation/one-rule.ts';
import { rankByScore } from '../evaluation/ranking.ts';
import { rocAuc } from '../evaluation/roc-auc.ts';
import type { Fold } from '../evaluation/stratified-folds.ts';
import type { Benchmarks } from '../lake/documents.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { pooledPredictions } from './pooled-predictions.ts';

/**
 * What the rule of one column and what chance reach on the test parts of the first repeat, measured as candidates are:
 * ROC-AUC fold by fold, the rest over all test rows. The column named is the one that most folds chose.
 */
export function benchmarksOf(table: FeatureTable, folds: readonly Fold[], terms: CampaignTerms): Benchmarks {
  const ruled = folds
    .filter(({ repeat }) => repeat === 0)
    .map((fold) => {
      const { column, rates } = oneRule(table, fold);
      return { column, probabilities: rates, labels: Uint8Array.from(fold.test, (row) => table.label[row]!) };
    });
  const { probabilities, labels } = pooledPredictions(ruled);
  const byRule = rankByScore(probabilities, labels);
  const byChance = rankByScore(new Uint8Array(labels.length), labels);
  return {
    oneRule: {
      column: mostFrequent(ruled.map(({ column }) => column)),
      rocAuc: meanOf(ruled.map((fold) => rocAuc(rankByScore(fold.probabilities, fold.labels)))),
      topDecileLift: topDecileLift(byRule),
      empc: empc(byRule, terms).empc,
    },
    random: { rocAuc: 0.5, topDecileLift: 1, empc: empc(byChance, terms).empc },
  };
}

/** The first of the most frequent. */
function mostFrequent(names: readonly string[]): string {
  const groups = [...Map.groupBy(names, (name) => name).values()];
  return groups.reduce((top, group) => (group.length > top.length ? group : top))[0]!;
}
