import type {
  Customer,
  Customers,
  Definitions,
  ErrorAnswer,
  Kpis,
  Range,
  Reason,
  RiskDistribution,
  Runs,
  ScoredCustomer,
  Segments,
} from '#core/api/contract.ts';
import { RISK_LEVELS } from '#core/economics/risk-level.ts';
import type { ColumnQuality, QualityReport } from '#core/lake/documents.ts';
import { RUN_STATE_NAMES, STAGE_NAMES } from '../format/run-states.ts';
import {
  currencyCode,
  flag,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  text,
  textOrNumber,
  time,
} from './shape.ts';

/** What each answer must look like before it is shown; the types tie every field to the contract. */

const provenance = { runId: text, asOf: time, modelVersion: text };
const money = { ...provenance, currency: currencyCode };
const riskLevel = oneOf(RISK_LEVELS);

const range = object<Range>({ lower: number, upper: number });
const groupMoney = {
  observedChurnRate: nullable(number),
  observedChurnRange: optional(nullable(range)),
  expectedChurnRate: nullable(number),
  expectedChurnRange: optional(nullable(range)),
  revenueAtRiskMonthly: number,
  revenueAtRiskRange: optional(range),
  averageClv: optional(nullable(number)),
  contactCustomers: optional(number),
  contactGain: optional(number),
};

export const kpisShape = object<Kpis>({
  ...money,
  horizonMonths: number,
  customers: number,
  activeCustomers: number,
  leftCustomers: number,
  ...groupMoney,
  expectedChurners: number,
  monthlyRevenueActive: number,
  expectedLoss: number,
  highRiskCustomers: number,
  previous: optional(
    object<NonNullable<Kpis['previous']>>({
      ...provenance,
      kpis: record(nullable(number)),
    }),
  ),
});

export const riskDistributionShape = object<RiskDistribution>({
  ...money,
  levels: list(
    object<RiskDistribution['levels'][number]>({
      level: riskLevel,
      from: number,
      to: number,
      customers: number,
      expectedLoss: number,
    }),
  ),
  histogram: list(
    object<RiskDistribution['histogram'][number]>({ from: number, to: number, customers: number }),
  ),
});

export const segmentsShape = object<Segments>({
  ...money,
  by: text,
  dimensions: list(object<Segments['dimensions'][number]>({ name: text, label: text })),
  segments: list(
    object<Segments['segments'][number]>({
      segment: text,
      customers: number,
      activeCustomers: number,
      leftCustomers: number,
      ...groupMoney,
      expectedLoss: number,
      highRiskCustomers: number,
    }),
  ),
});

const reasonShape = object<Reason>({
  feature: text,
  value: nullable(textOrNumber),
  contribution: number,
  points: optional(number),
  label: optional(text),
  sentence: optional(text),
});

const scoredCustomerShape = object<ScoredCustomer>({
  customerId: text,
  status: oneOf(['active', 'left']),
  churnProbability: number,
  riskLevel,
  monthlyCharge: number,
  tenureMonths: number,
  expectedLoss: number,
  clv: optional(nullable(number)),
  priority: optional(nullable(number)),
  worthContacting: optional(nullable(flag)),
  segments: record(text),
  reasons: optional(list(reasonShape)),
});

export const customersShape = object<Customers>({
  ...money,
  customers: list(scoredCustomerShape),
  nextCursor: optional(text),
});

export const customerShape = object<Customer>({ ...money, customer: scoredCustomerShape });

type Run = Runs['runs'][number];

export const runsShape = object<Runs>({
  runs: list(
    object<Run>({
      runId: text,
      state: oneOf(RUN_STATE_NAMES),
      sourceKey: text,
      receivedAt: time,
      updatedAt: time,
      customers: nullable(number),
      rejectedRows: nullable(number),
      modelVersion: nullable(text),
      failure: nullable(
        object<NonNullable<Run['failure']>>({
          stage: oneOf(STAGE_NAMES),
          code: text,
          message: text,
          retryable: flag,
        }),
      ),
      progress: optional(
        object<NonNullable<Run['progress']>>({
          stage: oneOf(STAGE_NAMES),
          rowsDone: number,
          rowsTotal: optional(number),
        }),
      ),
      published: flag,
    }),
  ),
});

export const runQualityShape = object<QualityReport>({
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
    object<ColumnQuality>({
      name: text,
      type: oneOf(['numeric', 'category']),
      missing: number,
      invalid: number,
      unexpected: number,
    }),
  ),
  ignoredColumns: list(text),
  leakingColumns: optional(
    list(object<NonNullable<QualityReport['leakingColumns']>[number]>({ column: text, rocAuc: number })),
  ),
});

export const definitionsShape = object<Definitions>({
  definitions: list(
    object<Definitions['definitions'][number]>({
      id: text,
      name: text,
      formula: text,
      unit: text,
      source: text,
    }),
  ),
});

export const errorAnswerShape = object<ErrorAnswer>({
  error: object<ErrorAnswer['error']>({
    code: text,
    message: text,
    fields: list(object<ErrorAnswer['error']['fields'][number]>({ path: text, message: text })),
  }),
  requestId: text,
});
