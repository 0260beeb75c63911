import { z } from 'zod';
import { provenance } from './provenance.ts';

/** What is said of money, rates and their ranges, and the answers about plans, survival, changes and definitions. */

const count = z.number().int().min(0);
const rate = z.number().min(0).max(1);

/** Where a figure lies in 95 of 100 cases. */
export const rangeSchema = z.object({ lower: z.number(), upper: z.number() });
export type Range = z.infer<typeof rangeSchema>;

/** Of a group of customers; on KPIs and segments. What a run from before these figures cannot tell is left out. */
export const groupMoney = {
  /** left ÷ customers, with Wilson's interval; null for an empty group. */
  observedChurnRate: rate.nullable(),
  observedChurnRange: rangeSchema.nullable().optional(),
  /** Mean probability of the active customers; null where there are none. Its range is of the share that will leave. */
  expectedChurnRate: rate.nullable(),
  expectedChurnRange: rangeSchema.nullable().optional(),
  /** Σ churnProbability × monthly charge of the active customers, and what may come of it. */
  revenueAtRiskMonthly: z.number(),
  revenueAtRiskRange: rangeSchema.optional(),
  /** Mean CLV of the active customers; null where there are none. */
  averageClv: z.number().nullable().optional(),
  /** Active customers worth contacting, and Σ expected net gain of contacting those. */
  contactCustomers: count.optional(),
  contactGain: z.number().optional(),
};
const groupMoneySchema = z.object(groupMoney);
export type GroupMoney = z.infer<typeof groupMoneySchema>;

/** Of one customer; null for one who left, and where the model knows no retention. Absent in older runs. */
export const customerMoney = {
  clv: z.number().nullable().optional(),
  /** Expected net gain of contacting them. */
  priority: z.number().nullable().optional(),
  /** Whether that gain is above 0. */
  worthContacting: z.boolean().nullable().optional(),
};

/** GET /api/definitions */
export const definitionsSchema = z.object({
  definitions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** In words. */
      formula: z.string(),
      unit: z.string(),
      source: z.string(),
    }),
  ),
});
export type Definitions = z.infer<typeof definitionsSchema>;

/** The query of GET /api/plan: a limit on contacts or on expected spending, or none. */
export const planQuerySchema = z
  .strictObject({
    contacts: z.coerce.number().int().min(0).max(1e12).optional(),
    budget: z.coerce.number().min(0).max(1e15).optional(),
  })
  .refine(({ contacts, budget }) => contacts === undefined || budget === undefined, {
    path: ['budget'],
    message: 'cannot stand beside contacts',
  });

const sums = { contacts: count, cost: z.number(), gain: z.number() };

/** GET /api/plan: whom it pays to contact, as sums. Costs and gains are expected ones, the gain beyond the cost. */
export const planSchema = z.object({
  ...provenance,
  currency: z.string(),
  activeCustomers: count,
  /** Everybody worth contacting. */
  optimum: z.object({ ...sums, share: rate }),
  /** The best within the limit. */
  plan: z.object({
    ...sums,
    /** Of the next customer whom the limit leaves out. */
    nextContactGain: z.number(),
    /** What one more unit of money would gain; null where a contact is free. */
    gainPerUnit: z.number().nullable(),
  }),
  /** [share of the active customers contacted, gain], those with the highest gain first. */
  curve: z.array(z.tuple([z.number(), z.number()])),
});
export type Plan = z.infer<typeof planSchema>;

/** [month, at risk, left in it, survival, lower, upper] */
const survivalStep = z.tuple([count, count, count, rate, rate, rate]);
export const survivalCurveSchema = z.object({
  /** Empty over all customers. */
  segment: z.string(),
  customers: count,
  left: count,
  steps: z.array(survivalStep),
});

/** GET /api/survival?by=COLUMN: Kaplan–Meier over all customers, and by segment where `by` is given. */
export const survivalSchema = z.object({
  ...provenance,
  overall: survivalCurveSchema,
  by: z.string().optional(),
  segments: z.array(survivalCurveSchema).optional(),
});
export type Survival = z.infer<typeof survivalSchema>;

/** The KPIs whose differences are shown. */
export const COMPARED_KPIS = [
  'activeCustomers',
  'expectedChurners',
  'expectedChurnRate',
  'revenueAtRiskMonthly',
  'expectedLoss',
  'highRiskCustomers',
] as const;

const STABILITY_BANDS = ['stable', 'shifted', 'changed'] as const;
const stability = z.object({
  name: z.string(),
  label: z.string().optional(),
  /** Population stability index. */
  psi: z.number().min(0),
  /** Below 0.1, from 0.1, from 0.25 on. */
  band: z.enum(STABILITY_BANDS),
});

/** What a run changed; kept with it. */
export const runChangesSchema = z.object({
  /** The run that was published before it. */
  previous: z.object({ runId: z.string(), asOf: z.string(), modelVersion: z.string() }),
  /** This run's figure − the previous one's; null where either has none. */
  kpis: z.record(z.enum(COMPARED_KPIS), z.number().nullable()),
  score: stability,
  /** The columns that both runs have figures of, the most changed first. */
  columns: z.array(stability),
  /** Customers of both runs whose probability moved most, the largest first; absent in very large runs. */
  movers: z.array(z.object({ customerId: z.string(), before: rate, after: rate })).optional(),
});
export type RunChanges = z.infer<typeof runChangesSchema>;

/** GET /api/changes; `changes` is null for the first run. */
export const changesSchema = z.object({ ...provenance, changes: runChangesSchema.nullable() });
export type Changes = z.infer<typeof changesSchema>;
