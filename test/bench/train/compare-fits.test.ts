import { describe, expect, it } from 'vitest';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { cardinalityTable } from '../../../bench/data/cardinality-table.ts';
import { heldOut } from '../../../bench/data/held-out.ts';
import type { PeerFitRequest } from '../../../bench/peers/python-peers.ts';
import { type Comparison, compareFits } from '../../../bench/train/compare-fits.ts';
import { boostingPlan } from '../../../bench/train/fit-plans.ts';

const { table } = cardinalityTable(500, 3);
const parts = heldOut(table, 1);
const learner = gradientBoosting({ depth: 1, rounds: 20, earlyStopping: false });

function comparison(turns: string[], xgboost: string | null): Comparison {
  return {
    tableName: 'some',
    table,
    parts,
    learner,
    peerPlans: boostingPlan(2).peers,
    peers: {
      versions: { python: '3', 'scikit-learn': '1', xgboost },
      async fit({ model, score }: PeerFitRequest) {
        turns.push(`${model}${score ? ', scored' : ''}`);
        return { encodingMs: 1, fitMs: 2, width: 8, ...(score ? { rocAuc: 0.75 } : {}) };
      },
    },
    ours: [
      {
        count: 1,
        async fit() {
          turns.push('ours');
          return learner.fit(table, parts.train, 1);
        },
      },
    ],
    peerThreads: 2,
    runs: 2,
  };
}

describe('compareFits', () => {
  it('fits by turns and scores each peer once', async () => {
    const turns: string[] = [];
    const report = await compareFits(comparison(turns, '1.7'));
    const [sklearn, xgboost] = ['HistGradientBoostingClassifier', 'XGBClassifier'];
    expect(turns).toEqual(['ours', sklearn, xgboost, 'ours', `${sklearn}, scored`, `${xgboost}, scored`]);
    expect(report).toMatchObject({ table: 'some', trainRows: 400, testRows: 100, columns: 8 });
    expect(report.ours[0]?.fitMs.runs).toHaveLength(2);
    expect(report.ours[0]?.rocAuc).toBeGreaterThan(0.55);
    expect(report.peers.map(({ rocAuc }) => rocAuc)).toEqual([0.75, 0.75]);
  });

  it('leaves XGBoost out where it is not installed', async () => {
    const report = await compareFits(comparison([], null));
    expect(report.peers.map(({ library }) => library)).toEqual(['scikit-learn']);
  });

  it('measures ours alone without peers', async () => {
    const report = await compareFits({ ...comparison([], null), peers: undefined });
    expect(report.peers).toEqual([]);
    expect(report.ours).toHaveLength(1);
  });
});
