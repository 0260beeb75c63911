/* Made from the OpenAPI document by frontend/client/generate.ts; not to be edited. */

import {
  currencyCode,
  either,
  flag,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  type Shape,
  text,
  time,
  tuple,
} from '../shape.ts';
import type {
  Customer,
  Customers,
  Definitions,
  ErrorAnswer,
  Kpis,
  Model,
  ModelPromotion,
  Range,
  Reason,
  RiskDistribution,
  RunQuality,
  Runs,
  ScoredCustomer,
  Segment,
  Segments,
} from './types.ts';

/** What each answer must look like before it is shown. */

export const reasonShape: Shape<Reason> = object<Reason>({
  feature: text,
  value: nullable(either(text, number)),
  contribution: number,
  points: optional(number),
  label: optional(text),
  sentence: optional(text),
});

export const scoredCustomerShape: Shape<ScoredCustomer> = object<ScoredCustomer>({
  customerId: text,
  status: oneOf(['active', 'left']),
  churnProbability: number,
  riskLevel: oneOf(['LOW', 'MEDIUM', 'HIGH']),
  monthlyCharge: number,
  tenureMonths: number,
  expectedLoss: number,
  clv: optional(nullable(number)),
  priority: optional(nullable(number)),
  worthContacting: optional(nullable(flag)),
  segments: record(text),
  reasons: optional(list(reasonShape)),
});

export const customerShape: Shape<Customer> = object<Customer>({
  runId: text,
  asOf: time,
  modelVersion: text,
  currency: currencyCode,
  customer: scoredCustomerShape,
});

export const customersShape: Shape<Customers> = object<Customers>({
  runId: text,
  asOf: time,
  modelVersion: text,
  currency: currencyCode,
  customers: list(scoredCustomerShape),
  nextCursor: optional(text),
});

export const definitionsShape: Shape<Definitions> = object<Definitions>({
  definitions: list(
    object<NonNullable<Definitions['definitions']>[number]>({
      id: text,
      name: text,
      formula: text,
      unit: text,
      source: text,
    }),
  ),
});

export const errorAnswerShape: Shape<ErrorAnswer> = object<ErrorAnswer>({
  error: object<NonNullable<ErrorAnswer['error']>>({
    code: text,
    message: text,
    fields: list(
      object<NonNullable<NonNullable<ErrorAnswer['error']>['fields']>[number]>({ path: text, message: text }),
    ),
  }),
  requestId: text,
});

export const rangeShape: Shape<Range> = object<Range>({ lower: number, upper: number });

export const kpisShape: Shape<Kpis> = object<Kpis>({
  runId: text,
  asOf: time,
  modelVersion: text,
  currency: currencyCode,
  horizonMonths: number,
  customers: number,
  activeCustomers: number,
  leftCustomers: number,
  observedChurnRate: nullable(number),
  observedChurnRange: optional(nullable(rangeShape)),
  expectedChurnRate: nullable(number),
  expectedChurnRange: optional(nullable(rangeShape)),
  revenueAtRiskMonthly: number,
  revenueAtRiskRange: optional(rangeShape),
  averageClv: optional(nullable(number)),
  contactCustomers: optional(number),
  contactGain: optional(number),
  expectedChurners: number,
  monthlyRevenueActive: number,
  expectedLoss: number,
  highRiskCustomers: number,
  previous: optional(
    object<NonNullable<Kpis['previous']>>({
      runId: text,
      asOf: time,
      modelVersion: text,
      kpis: object<NonNullable<NonNullable<Kpis['previous']>['kpis']>>({
        activeCustomers: nullable(number),
        expectedChurners: nullable(number),
        expectedChurnRate: nullable(number),
        revenueAtRiskMonthly: nullable(number),
        expectedLoss: nullable(number),
        highRiskCustomers: nullable(number),
      }),
    }),
  ),
});

export const modelPromotionShape: Shape<ModelPromotion> = object<ModelPromotion>({
  decision: oneOf(['champion', 'challenger']),
  reason: text,
  against: optional(text),
  comparedRows: optional(number),
  rocAuc: optional(number),
  againstRocAuc: optional(number),
  lead: optional(object<NonNullable<ModelPromotion['lead']>>({ mean: number, lower: number, upper: number })),
});

export const modelShape: Shape<Model> = object<Model>({
  runId: text,
  asOf: time,
  modelVersion: text,
  currency: currencyCode,
  algorithm: text,
  trainedAt: time,
  rocAuc: object<NonNullable<Model['rocAuc']>>({ mean: number, lower: number, upper: number }),
  chosen: object<NonNullable<Model['chosen']>>({
    name: text,
    reason: text,
    fitted: optional(record(number)),
  }),
  candidates: list(
    object<NonNullable<Model['candidates']>[number]>({
      name: text,
      algorithm: oneOf(['logistic-regression', 'random-forest', 'gradient-boosting']),
      parameters: record(either(number, text, flag)),
      rocAuc: object<NonNullable<NonNullable<Model['candidates']>[number]['rocAuc']>>({
        mean: number,
        lower: number,
        upper: number,
      }),
      prAuc: optional(number),
      logLoss: number,
      brier: number,
      expectedCalibrationError: number,
      calibrationInTheLarge: optional(number),
      topDecileLift: number,
      empc: optional(number),
      eta: optional(number),
      profitOptimum: optional(
        object<NonNullable<NonNullable<Model['candidates']>[number]['profitOptimum']>>({
          share: number,
          profit: number,
        }),
      ),
      fitDurationMs: number,
      chosen: flag,
    }),
  ),
  benchmarks: optional(
    object<NonNullable<Model['benchmarks']>>({
      oneRule: object<NonNullable<NonNullable<Model['benchmarks']>['oneRule']>>({
        column: text,
        rocAuc: number,
        topDecileLift: number,
        empc: number,
        label: text,
      }),
      random: object<NonNullable<NonNullable<Model['benchmarks']>['random']>>({
        rocAuc: number,
        topDecileLift: number,
        empc: number,
      }),
    }),
  ),
  curves: object<NonNullable<Model['curves']>>({
    roc: list(tuple<NonNullable<NonNullable<Model['curves']>['roc']>[number]>([number, number])),
    precisionRecall: optional(
      list(tuple<NonNullable<NonNullable<Model['curves']>['precisionRecall']>[number]>([number, number])),
    ),
    calibration: list(
      tuple<NonNullable<NonNullable<Model['curves']>['calibration']>[number]>([number, number]),
    ),
    lift: list(tuple<NonNullable<NonNullable<Model['curves']>['lift']>[number]>([number, number])),
    profit: optional(
      list(tuple<NonNullable<NonNullable<Model['curves']>['profit']>[number]>([number, number])),
    ),
  }),
  importance: list(
    object<NonNullable<Model['importance']>[number]>({ column: text, label: text, rocAucDrop: number }),
  ),
  leaks: optional(
    list(object<NonNullable<Model['leaks']>[number]>({ column: text, label: text, rocAuc: number })),
  ),
  promotion: optional(modelPromotionShape),
  challenger: optional(
    object<NonNullable<Model['challenger']>>({
      modelVersion: text,
      algorithm: text,
      trainedAt: time,
      promotion: modelPromotionShape,
    }),
  ),
  campaign: optional(
    object<NonNullable<Model['campaign']>>({
      clv: number,
      offerCost: number,
      contactCost: number,
      alpha: number,
      beta: number,
    }),
  ),
  calibration: oneOf(['none', 'platt', 'isotonic']),
  validation: object<NonNullable<Model['validation']>>({
    split: optional(oneOf(['random', 'latest'])),
    folds: number,
    repeats: number,
  }),
  sampling: optional(
    object<NonNullable<Model['sampling']>>({
      rows: number,
      left: number,
      ofRows: number,
      ofLeft: number,
      seed: number,
      reason: text,
    }),
  ),
  trainedOn: object<NonNullable<Model['trainedOn']>>({
    runId: text,
    dataSha256: text,
    labelled: number,
    left: number,
  }),
  seed: number,
  codeVersion: text,
});

export const riskDistributionShape: Shape<RiskDistribution> = object<RiskDistribution>({
  runId: text,
  asOf: time,
  modelVersion: text,
  currency: currencyCode,
  levels: list(
    object<NonNullable<RiskDistribution['levels']>[number]>({
      level: oneOf(['LOW', 'MEDIUM', 'HIGH']),
      from: number,
      to: number,
      customers: number,
      expectedLoss: number,
    }),
  ),
  histogram: list(
    object<NonNullable<RiskDistribution['histogram']>[number]>({
      from: number,
      to: number,
      customers: number,
    }),
  ),
});

export const runQualityShape: Shape<RunQuality> = object<RunQuality>({
  runId: text,
  delimiter: text,
  encoding: optional(oneOf(['utf-8', 'windows-1252'])),
  rowsRead: number,
  rowsKept: number,
  rowsRejected: number,
  duplicatesDropped: number,
  labelled: number,
  left: number,
  rejectedByReason: record(number),
  columns: list(
    object<NonNullable<RunQuality['columns']>[number]>({
      name: text,
      type: oneOf(['numeric', 'category']),
      missing: number,
      invalid: number,
      unexpected: number,
    }),
  ),
  ignoredColumns: list(text),
  leakingColumns: optional(
    list(object<NonNullable<RunQuality['leakingColumns']>[number]>({ column: text, rocAuc: number })),
  ),
});

export const runsShape: Shape<Runs> = object<Runs>({
  runs: list(
    object<NonNullable<Runs['runs']>[number]>({
      runId: text,
      state: oneOf([
        'received',
        'cleaning',
        'building-features',
        'training',
        'scoring',
        'published',
        'superseded',
        'failed',
      ]),
      sourceKey: text,
      receivedAt: time,
      updatedAt: time,
      customers: nullable(number),
      rejectedRows: nullable(number),
      modelVersion: nullable(text),
      failure: nullable(
        object<NonNullable<NonNullable<NonNullable<Runs['runs']>[number]['failure']>>>({
          stage: oneOf(['ingest', 'clean', 'features', 'train', 'score']),
          code: text,
          message: text,
          retryable: flag,
        }),
      ),
      progress: optional(
        object<NonNullable<NonNullable<Runs['runs']>[number]['progress']>>({
          stage: oneOf(['ingest', 'clean', 'features', 'train', 'score']),
          rowsDone: number,
          rowsTotal: optional(number),
        }),
      ),
      published: flag,
    }),
  ),
});

export const segmentShape: Shape<Segment> = object<Segment>({
  segment: text,
  customers: number,
  activeCustomers: number,
  leftCustomers: number,
  observedChurnRate: nullable(number),
  observedChurnRange: optional(nullable(rangeShape)),
  expectedChurnRate: nullable(number),
  expectedChurnRange: optional(nullable(rangeShape)),
  revenueAtRiskMonthly: number,
  revenueAtRiskRange: optional(rangeShape),
  averageClv: optional(nullable(number)),
  contactCustomers: optional(number),
  contactGain: optional(number),
  expectedLoss: number,
  highRiskCustomers: number,
});

export const segmentsShape: Shape<Segments> = object<Segments>({
  runId: text,
  asOf: time,
  modelVersion: text,
  currency: currencyCode,
  by: text,
  dimensions: list(object<NonNullable<Segments['dimensions']>[number]>({ name: text, label: text })),
  segments: list(segmentShape),
});
