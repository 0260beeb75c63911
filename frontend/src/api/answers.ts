import type {
  Customer,
  Customers,
  ErrorAnswer,
  Kpis,
  Model,
  RiskDistribution,
  Runs,
  ScoredCustomer,
  Segments,
} from '#core/api/contract.ts';
import { RISK_LEVELS } from '#core/economics/economics.ts';
import type { ColumnQuality, QualityReport } from '#core/lake/documents.ts';
import { RUN_STATE_NAMES } from '../format/run-states.ts';
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
  time,
} from './shape.ts';

/** What each answer must look like before it is shown; the types tie every field to the contract. */

const provenance = { runId: text, asOf: time, modelVersion: text };
const money = { ...provenance, currency: currencyCode };
const riskLevel = oneOf(RISK_LEVELS);

export const kpisShape = object<Kpis>({
  ...money,
  horizonMonths: number,
  customers: number,
  activeCustomers: number,
  leftCustomers: number,
  observedChurnRate: nullable(number),
  expectedChurnRate: nullable(number),
  expectedChurners: number,
  monthlyRevenueActive: number,
  revenueAtRiskMonthly: number,
  expectedLoss: number,
  highRiskCustomers: number,
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
      observedChurnRate: nullable(number),
      expectedChurnRate: nullable(number),
      expectedLoss: number,
      highRiskCustomers: number,
    }),
  ),
});

const scoredCustomerShape = object<ScoredCustomer>({
  customerId: text,
  status: oneOf(['active', 'left']),
  churnProbability: number,
  riskLevel,
  monthlyCharge: number,
  tenureMonths: number,
  expectedLoss: number,
  segments: record(text),
});

export const customersShape = object<Customers>({
  ...money,
  customers: list(scoredCustomerShape),
  nextCursor: optional(text),
});

export const customerShape = object<Customer>({ ...money, customer: scoredCustomerShape });

export const modelShape = object<Model>({
  ...provenance,
  algorithm: text,
  trainedAt: time,
  rocAuc: object<Model['rocAuc']>({ mean: number, lower: number, upper: number }),
  candidates: list(
    object<Model['candidates'][number]>({ name: text, rocAucMean: number, logLoss: number, chosen: flag }),
  ),
  importance: list(object<Model['importance'][number]>({ column: text, label: text, rocAucDrop: number })),
});

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
          stage: oneOf(['ingest', 'clean', 'features', 'train', 'score']),
          code: text,
          message: text,
          retryable: flag,
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

export const errorAnswerShape = object<ErrorAnswer>({
  error: object<ErrorAnswer['error']>({
    code: text,
    message: text,
    fields: list(object<ErrorAnswer['error']['fields'][number]>({ path: text, message: text })),
  }),
  requestId: text,
});
