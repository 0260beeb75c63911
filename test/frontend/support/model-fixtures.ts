import { type Model, modelSchema } from '#core/api/contract.ts';
import { curvesOf } from '#core/evaluation/curves.ts';
import { profitCurve } from '#core/evaluation/profit-curve.ts';
import { type Ranking, rankByScore } from '#core/evaluation/ranking.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { AS_OF, CURRENCY, RUN_ID } from './fixtures.ts';

/** Answers of GET /api/model that keep the contract. */

const CAMPAIGN = { clv: 388.6, offerCost: 30, contactCost: 1, alpha: 6, beta: 14 };

/** 2,000 customers whose chance of leaving is the square of a uniform number, and scores that know it but roughly. */
function ranking(): Ranking {
  const random = seededRandom(11);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const chances = Array.from({ length: 2000 }, () => uniform() ** 2.6);
  const scores = chances.map((chance) => chance ** Math.exp(0.6 * (uniform() - 0.5)));
  return rankByScore(
    scores,
    chances.map((chance) => Number(uniform() < chance)),
  );
}

const ranked = ranking();
const leaving = ranked.leaverCount / ranked.scores.length;

const candidate = (name: string, algorithm: string, rocAuc: number, logLoss: number, chosen: boolean) => ({
  name,
  algorithm,
  parameters: { calibration: 'none' },
  chosen,
  rocAuc: { mean: rocAuc, lower: rocAuc - 0.0073, upper: rocAuc + 0.0073 },
  prAuc: rocAuc - 0.18,
  logLoss,
  brier: logLoss - 0.2822,
  expectedCalibrationError: (logLoss - 0.4123) * 1.5,
  calibrationInTheLarge: 1.001,
  topDecileLift: rocAuc * 3.33,
  empc: rocAuc * 15.81,
  eta: 0.31,
  profitOptimum: profitCurve(ranked, CAMPAIGN).optimum,
  fitDurationMs: 41,
});

export const PROMOTION_REASON =
  'On 812 customers new to both its ROC-AUC is 0.8471, that of the standing model m-20261121T090000Z-11112222 0.8433: it is not worse.';

export const LEAK_LABEL = 'Churn category <script>window.ran=3</script>';

/** Of the newest trainer: everything is there. */
export const model = (runId = RUN_ID): Model =>
  modelSchema.parse({
    runId,
    asOf: AS_OF,
    modelVersion: `m-${RUN_ID}`,
    currency: CURRENCY,
    algorithm: 'logistic-regression',
    trainedAt: '2026-11-22T09:01:12.004Z',
    rocAuc: { mean: 0.8454, lower: 0.8381, upper: 0.8527 },
    chosen: {
      name: 'logistic-regression',
      reason:
        'logistic-regression, with 0.8454, is the simplest candidate within one standard error of the highest cross-validated ROC-AUC, 0.8461 of gradient-boosting-depth-1.',
      fitted: { inverseStrength: 0.25 },
    },
    candidates: [
      candidate('logistic-regression', 'logistic-regression', 0.8454, 0.4183, true),
      candidate('gradient-boosting-depth-1', 'gradient-boosting', 0.8461, 0.4171, false),
      candidate('random-forest', 'random-forest', 0.8442, 0.4202, false),
    ],
    benchmarks: {
      oneRule: { column: 'Contract', label: 'Contract', rocAuc: 0.7368, topDecileLift: 1.62, empc: 8.041 },
      random: { rocAuc: 0.5, topDecileLift: 1, empc: 3.214 },
    },
    curves: curvesOf(ranked, CAMPAIGN),
    importance: telcoSchema.columns.map((column, index) => ({
      column: column.name,
      label: column.label ?? column.name,
      rocAucDrop: column.name === 'gender' ? -0.0002 : 0.0812 * Math.exp(-((index * 7) % 19) / 3),
    })),
    leaks: [{ column: 'ChurnCategory', label: LEAK_LABEL, rocAuc: 0.9981 }],
    promotion: {
      decision: 'champion',
      reason: PROMOTION_REASON,
      against: 'm-20261121T090000Z-11112222',
      comparedRows: 812,
      rocAuc: 0.8471,
      againstRocAuc: 0.8433,
      lead: { mean: 0.0038, lower: -0.0021, upper: 0.0097 },
    },
    campaign: CAMPAIGN,
    calibration: 'none',
    validation: { split: 'random', folds: 5, repeats: 5 },
    trainedOn: {
      runId: RUN_ID,
      dataSha256: '3f9a01bc'.repeat(8),
      labelled: 7043,
      left: Math.round(7043 * leaving),
    },
    seed: 20_261_122,
    codeVersion: '9d4027a',
  });

/** Where the published run's own model was kept as challenger. */
export const modelWithChallenger = (): Model =>
  modelSchema.parse({
    ...model(),
    challenger: {
      modelVersion: 'm-20261122T093312Z-77ab12ef',
      algorithm: 'random-forest',
      trainedAt: AS_OF,
      promotion: {
        decision: 'challenger',
        reason: 'It falls short by more than one standard error.',
        against: `m-${RUN_ID}`,
        comparedRows: 640,
        rocAuc: 0.8122,
        againstRocAuc: 0.8466,
        lead: { mean: -0.0344, lower: -0.0461, upper: -0.0227 },
      },
    },
  });

/** As the first trainer wrote it: few points, and nothing that came later. */
export const olderModel = (): Model => {
  const { benchmarks, leaks, promotion, campaign, ...rest } = model();
  return modelSchema.parse({
    ...rest,
    chosen: { name: 'logistic-regression', reason: 'It is the only candidate.' },
    candidates: rest.candidates.map(
      ({ prAuc, empc, eta, profitOptimum, calibrationInTheLarge, ...figures }) => figures,
    ),
    curves: { roc: [[0, 0]], calibration: [[0.2, 0.25]], lift: [[1, 1]] },
    importance: [],
    validation: { folds: 5, repeats: 1 },
  });
};
