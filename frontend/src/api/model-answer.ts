import type { Model, ModelPromotion } from '#core/api/contract.ts';
import {
  currencyCode,
  flag,
  list,
  number,
  object,
  oneOf,
  optional,
  pair,
  record,
  type Shape,
  scalar,
  text,
  time,
} from './shape.ts';

/** What the answer of GET /api/model must look like before it is shown. */

type Part<Name extends keyof Model> = NonNullable<Model[Name]>;
type Candidate = Model['candidates'][number];
type Benchmarks = Part<'benchmarks'>;

const interval = object<Model['rocAuc']>({ mean: number, lower: number, upper: number });
const curve = list(pair(number));
const algorithm = oneOf(['logistic-regression', 'random-forest', 'gradient-boosting']);

const candidateShape = object<Candidate>({
  name: text,
  algorithm,
  parameters: record(scalar),
  chosen: flag,
  rocAuc: interval,
  prAuc: optional(number),
  logLoss: number,
  brier: number,
  expectedCalibrationError: number,
  calibrationInTheLarge: optional(number),
  topDecileLift: number,
  empc: optional(number),
  eta: optional(number),
  profitOptimum: optional(object<NonNullable<Candidate['profitOptimum']>>({ share: number, profit: number })),
  fitDurationMs: number,
});

const benchmarkFigures = { rocAuc: number, topDecileLift: number, empc: number };

const promotionShape: Shape<ModelPromotion> = object<ModelPromotion>({
  decision: oneOf(['champion', 'challenger']),
  reason: text,
  against: optional(text),
  comparedRows: optional(number),
  rocAuc: optional(number),
  againstRocAuc: optional(number),
  lead: optional(interval),
});

export const modelShape = object<Model>({
  runId: text,
  asOf: time,
  modelVersion: text,
  currency: currencyCode,
  algorithm: text,
  trainedAt: time,
  rocAuc: interval,
  chosen: object<Model['chosen']>({ name: text, reason: text, fitted: optional(record(number)) }),
  candidates: list(candidateShape),
  benchmarks: optional(
    object<Benchmarks>({
      oneRule: object<Benchmarks['oneRule']>({ column: text, label: text, ...benchmarkFigures }),
      random: object<Benchmarks['random']>(benchmarkFigures),
    }),
  ),
  curves: object<Model['curves']>({
    roc: curve,
    precisionRecall: optional(curve),
    calibration: curve,
    lift: curve,
    profit: optional(curve),
  }),
  importance: list(object<Model['importance'][number]>({ column: text, label: text, rocAucDrop: number })),
  leaks: optional(list(object<Part<'leaks'>[number]>({ column: text, label: text, rocAuc: number }))),
  promotion: optional(promotionShape),
  challenger: optional(
    object<Part<'challenger'>>({
      modelVersion: text,
      algorithm: text,
      trainedAt: time,
      promotion: promotionShape,
    }),
  ),
  campaign: optional(
    object<Part<'campaign'>>({
      clv: number,
      offerCost: number,
      contactCost: number,
      alpha: number,
      beta: number,
    }),
  ),
  calibration: oneOf(['none', 'platt', 'isotonic']),
  validation: object<Model['validation']>({
    split: optional(oneOf(['random', 'latest'])),
    folds: number,
    repeats: number,
  }),
  trainedOn: object<Model['trainedOn']>({ runId: text, dataSha256: text, labelled: number, left: number }),
  seed: number,
  codeVersion: text,
});
