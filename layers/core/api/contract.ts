import { z } from 'zod';
import { qualityReportSchema } from '../lake/documents.ts';
import { runFailureSchema, runProgressSchema, runStateSchema } from '../lake/run-status.ts';
import { customerMoney, groupMoney, runChangesSchema } from './money-contract.ts';
import { probability, reasonSchema, riskLevelSchema } from './predict-contract.ts';
import { provenance } from './provenance.ts';

export * from './model-contract.ts';
export * from './money-contract.ts';
export * from './predict-contract.ts';

/** The answers of the HTTP API, one schema a route. Amounts are in `currency`; times are ISO 8601 in UTC. */

const count = z.number().int().min(0);

/** GET /api/kpis */
export const kpisSchema = z.object({
  ...provenance,
  currency: z.string(),
  horizonMonths: z.number(),
  customers: count,
  activeCustomers: count,
  leftCustomers: count,
  ...groupMoney,
  /** Σ churnProbability of the active customers. */
  expectedChurners: z.number(),
  monthlyRevenueActive: z.number(),
  /** Σ expectedLoss of the active customers over the horizon. */
  expectedLoss: z.number(),
  highRiskCustomers: count,
  /** Differences to the run published before; absent for the first. */
  previous: runChangesSchema.shape.previous.extend({ kpis: runChangesSchema.shape.kpis }).optional(),
});
export type Kpis = z.infer<typeof kpisSchema>;

/** GET /api/risk-distribution: active customers only. */
export const riskDistributionSchema = z.object({
  ...provenance,
  currency: z.string(),
  levels: z.array(
    z.object({
      level: riskLevelSchema,
      /** The level holds probabilities in [from, to). */
      from: probability,
      to: probability,
      customers: count,
      expectedLoss: z.number(),
    }),
  ),
  /** Twenty bins of equal width over [0, 1]. */
  histogram: z.array(z.object({ from: probability, to: probability, customers: count })),
});
export type RiskDistribution = z.infer<typeof riskDistributionSchema>;

export const segmentSchema = z.object({
  /** The column's value; empty where it is missing. */
  segment: z.string(),
  customers: count,
  activeCustomers: count,
  leftCustomers: count,
  ...groupMoney,
  expectedLoss: z.number(),
  highRiskCustomers: count,
});
export type Segment = z.infer<typeof segmentSchema>;

/** GET /api/segments?by=COLUMN; without `by`, the first column of the schema's segmentBy. */
export const segmentsSchema = z.object({
  ...provenance,
  currency: z.string(),
  by: z.string(),
  /** What `by` may be, with a name for people. */
  dimensions: z.array(z.object({ name: z.string(), label: z.string() })),
  segments: z.array(segmentSchema),
});
export type Segments = z.infer<typeof segmentsSchema>;

export const scoredCustomerSchema = z.object({
  customerId: z.string(),
  status: z.enum(['active', 'left']),
  churnProbability: probability,
  riskLevel: riskLevelSchema,
  monthlyCharge: z.number(),
  tenureMonths: z.number(),
  expectedLoss: z.number(),
  ...customerMoney,
  /** The segment columns' values. */
  segments: z.record(z.string(), z.string()),
  /** Of a single customer, where they were worked out. */
  reasons: z.array(reasonSchema).optional(),
});
export type ScoredCustomer = z.infer<typeof scoredCustomerSchema>;

export const CUSTOMER_SORTS = ['expectedLoss', 'priority', 'churnProbability', 'customerId'] as const;
export const customerSortSchema = z.enum(CUSTOMER_SORTS);
export type CustomerSort = z.infer<typeof customerSortSchema>;

/** The query of GET /api/customers. Active customers only; `q` is the beginning of an id. */
export const customersQuerySchema = z.strictObject({
  risk: riskLevelSchema.optional(),
  q: z.string().min(1).max(128).optional(),
  /** Amounts and probabilities run from high to low, ids from low to high. */
  sort: customerSortSchema.default('expectedLoss'),
  cursor: z.string().min(1).max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type CustomersQuery = z.infer<typeof customersQuerySchema>;

/** GET /api/customers */
export const customersSchema = z.object({
  ...provenance,
  currency: z.string(),
  customers: z.array(scoredCustomerSchema),
  /** Absent on the last page. A cursor stays with the run it was made for. */
  nextCursor: z.string().optional(),
});
export type Customers = z.infer<typeof customersSchema>;

/** GET /api/customers/{customerId} */
export const customerSchema = z.object({
  ...provenance,
  currency: z.string(),
  customer: scoredCustomerSchema,
});
export type Customer = z.infer<typeof customerSchema>;

/** GET /api/runs: the newest runs first. */
export const runsSchema = z.object({
  runs: z.array(
    z.object({
      runId: z.string(),
      state: runStateSchema,
      sourceKey: z.string(),
      receivedAt: z.string(),
      updatedAt: z.string(),
      customers: count.nullable(),
      rejectedRows: count.nullable(),
      modelVersion: z.string().nullable(),
      failure: runFailureSchema.nullable(),
      /** Of the stage under way. */
      progress: runProgressSchema.optional(),
      published: z.boolean(),
    }),
  ),
});
export type Runs = z.infer<typeof runsSchema>;

/** GET /api/runs/{runId}/quality */
export const runQualitySchema = qualityReportSchema;

/** GET /api/health */
export const healthSchema = z.object({ status: z.literal('ok') });

/** Every answer of 400 and above. */
export const errorAnswerSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
  requestId: z.string(),
});
export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;
