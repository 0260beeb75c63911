import * as z from 'zod';
import { qualityReportSchema } from '../lake/documents.ts';
import { runFailureSchema, runProgressSchema, runStateSchema } from '../lake/run-status.ts';
import { customerMoney, groupMoney, runChangesSchema } from './money-contract.ts';
import { probability, reasonSchema, riskLevelSchema } from './predict-contract.ts';
import { currencySchema, provenance, timeSchema } from './provenance.ts';

export * from './model-contract.ts';
export * from './money-contract.ts';
export * from './predict-contract.ts';

/** The answers of the HTTP API, one schema a route. Amounts are in `currency`; times are ISO 8601 in UTC. */

const count = z.number().int().min(0);

/** GET /api/kpis */
export const kpisSchema = z.object({
  ...provenance,
  currency: currencySchema,
  horizonMonths: z.number(),
  customers: count,
  activeCustomers: count,
  leftCustomers: count,
  ...groupMoney,
  expectedChurners: z.number().describe('Σ churnProbability of the active customers.'),
  monthlyRevenueActive: z.number(),
  expectedLoss: z.number().describe('Σ expectedLoss of the active customers over the horizon.'),
  highRiskCustomers: count,
  previous: runChangesSchema.shape.previous
    .extend({ kpis: runChangesSchema.shape.kpis })
    .optional()
    .describe('Differences to the run published before; absent for the first.'),
});
export type Kpis = z.infer<typeof kpisSchema>;

/** GET /api/risk-distribution: active customers only. */
export const riskDistributionSchema = z.object({
  ...provenance,
  currency: currencySchema,
  levels: z.array(
    z.object({
      level: riskLevelSchema,
      from: probability.describe('The level holds probabilities in [from, to).'),
      to: probability,
      customers: count,
      expectedLoss: z.number(),
    }),
  ),
  histogram: z
    .array(z.object({ from: probability, to: probability, customers: count }))
    .describe('Twenty bins of equal width over [0, 1].'),
});
export type RiskDistribution = z.infer<typeof riskDistributionSchema>;

export const segmentSchema = z.object({
  segment: z.string().describe("The column's value; empty where it is missing."),
  customers: count,
  activeCustomers: count,
  leftCustomers: count,
  ...groupMoney,
  expectedLoss: z.number(),
  highRiskCustomers: count,
});
export type Segment = z.infer<typeof segmentSchema>;

const dimension = z.string().max(128).optional();

/** The query of GET /api/segments. */
export const segmentsQuerySchema = z.strictObject({
  by: dimension.describe('One of the dimensions; without it, the first of them.'),
});

/** GET /api/segments */
export const segmentsSchema = z.object({
  ...provenance,
  currency: currencySchema,
  by: z.string(),
  dimensions: z
    .array(z.object({ name: z.string(), label: z.string() }))
    .describe('What `by` may be, with a name for people.'),
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
  segments: z.record(z.string(), z.string()).describe("The segment columns' values."),
  reasons: z.array(reasonSchema).optional().describe('Of a single customer, where they were worked out.'),
});
export type ScoredCustomer = z.infer<typeof scoredCustomerSchema>;

export const CUSTOMER_SORTS = ['expectedLoss', 'priority', 'churnProbability', 'customerId'] as const;
export const customerSortSchema = z.enum(CUSTOMER_SORTS);
export type CustomerSort = z.infer<typeof customerSortSchema>;

/** The query of GET /api/customers. Active customers only; `q` is the beginning of an id. */
export const customersQuerySchema = z.strictObject({
  risk: riskLevelSchema.optional().describe('Only those of one level.'),
  q: z.string().min(1).max(128).optional().describe('The beginning of an id.'),
  sort: customerSortSchema
    .default('expectedLoss')
    .describe('Amounts and probabilities run from high to low, ids from low to high.'),
  cursor: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('The nextCursor of the page before, of the same sort.'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Customers a page.'),
});
export type CustomersQuery = z.infer<typeof customersQuerySchema>;

/** GET /api/customers */
export const customersSchema = z.object({
  ...provenance,
  currency: currencySchema,
  customers: z.array(scoredCustomerSchema),
  nextCursor: z
    .string()
    .optional()
    .describe('Absent on the last page. A cursor stays with the run it was made for.'),
});
export type Customers = z.infer<typeof customersSchema>;

/** GET /api/customers/{customerId} */
export const customerSchema = z.object({
  ...provenance,
  currency: currencySchema,
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
      receivedAt: timeSchema,
      updatedAt: timeSchema,
      customers: count.nullable(),
      rejectedRows: count.nullable(),
      modelVersion: z.string().nullable(),
      failure: runFailureSchema.nullable(),
      progress: runProgressSchema.optional().describe('Of the stage under way.'),
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
