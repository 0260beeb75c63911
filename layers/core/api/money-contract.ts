import * as z from 'zod';
import { currencySchema, provenance, timeSchema } from './provenance.ts';

/** What is said of money, rates and their ranges, and the answers about plans, survival, changes and definitions. */

const count = z.number().int().min(0);
const rate = z.number().min(0).max(1);

/** Where a figure lies in 95 of 100 cases. */
export const rangeSchema = z.object({ lower: z.number(), upper: z.number() });
export type Range = z.infer<typeof rangeSchema>;

/** Of a group of customers; on KPIs and segments. What a run from before these figures cannot tell is left out. */
export const groupMoney = {
  observedChurnRate: rate
    .nullable()
    .describe("left ÷ customers, with Wilson's interval; null for an empty group."),
  observedChurnRange: rangeSchema.nullable().optional(),
  expectedChurnRate: rate
    .nullable()
    .describe(
      'Mean probability of the active customers; null where there are none. Its range is of the share that will leave.',
    ),
  expectedChurnRange: rangeSchema.nullable().optional(),
  revenueAtRiskMonthly: z
    .number()
    .describe('Σ churnProbability × monthly charge of the active customers, and what may come of it.'),
  revenueAtRiskRange: rangeSchema.optional(),
  averageClv: z
    .number()
    .nullable()
    .optional()
    .describe('Mean CLV of the active customers; null where there are none.'),
  contactCustomers: count
    .optional()
    .describe('Active customers worth contacting, and Σ expected net gain of contacting those.'),
  contactGain: z.number().optional(),
};
const groupMoneySchema = z.object(groupMoney);
export type GroupMoney = z.infer<typeof groupMoneySchema>;

/** Of one customer; null for one who left, and where the model knows no retention. Absent in older runs. */
export const customerMoney = {
  clv: z.number().nullable().optional(),
  priority: z.number().nullable().optional().describe('Expected net gain of contacting them.'),
  worthContacting: z.boolean().nullable().optional().describe('Whether that gain is above 0.'),
};

/** GET /api/definitions */
export const definitionsSchema = z.object({
  definitions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      formula: z.string().describe('In words.'),
      unit: z.string(),
      source: z.string(),
    }),
  ),
});
export type Definitions = z.infer<typeof definitionsSchema>;

/** The query of GET /api/plan: a limit on contacts or on expected spending, or none. */
export const planQuerySchema = z
  .strictObject({
    contacts: z.coerce.number().int().min(0).max(1e12).optional().describe('Most customers to contact.'),
    budget: z.coerce
      .number()
      .min(0)
      .max(1e15)
      .optional()
      .describe('Most to spend, as expected; not beside contacts.'),
  })
  .refine(({ contacts, budget }) => contacts === undefined || budget === undefined, {
    path: ['budget'],
    message: 'cannot stand beside contacts',
  });

const sums = { contacts: count, cost: z.number(), gain: z.number() };

/** GET /api/plan: whom it pays to contact, as sums. Costs and gains are expected ones, the gain beyond the cost. */
export const planSchema = z.object({
  ...provenance,
  currency: currencySchema,
  activeCustomers: count,
  optimum: z.object({ ...sums, share: rate }).describe('Everybody worth contacting.'),
  plan: z
    .object({
      ...sums,
      /** Of the next customer whom the limit leaves out. */
      nextContactGain: z.number(),
      /** What one more unit of money would gain; null where a contact is free. */
      gainPerUnit: z.number().nullable(),
    })
    .describe('The best within the limit.'),
  curve: z
    .array(z.tuple([z.number(), z.number()]))
    .describe('[share of the active customers contacted, gain], those with the highest gain first.'),
});
export type Plan = z.infer<typeof planSchema>;

/** [month, at risk, left in it, survival, lower, upper] */
const survivalStep = z.tuple([count, count, count, rate, rate, rate]);
export const survivalCurveSchema = z.object({
  segment: z.string().describe('Empty over all customers.'),
  customers: count,
  left: count,
  steps: z.array(survivalStep),
});

/** The query of GET /api/survival. */
export const survivalQuerySchema = z.strictObject({
  by: z
    .string()
    .max(128)
    .optional()
    .describe('One of the dimensions that are columns; without it, all customers together.'),
});

/** GET /api/survival: Kaplan–Meier over all customers, and by segment where `by` is given. */
export const survivalSchema = z.object({
  ...provenance,
  overall: survivalCurveSchema,
  by: z.string().optional(),
  segments: z.array(survivalCurveSchema).optional(),
});
export type Survival = z.infer<typeof survivalSchema>;

const difference = z.number().nullable();
const kpiDifferences = z.object({
  activeCustomers: difference,
  expectedChurners: difference,
  expectedChurnRate: difference,
  revenueAtRiskMonthly: difference,
  expectedLoss: difference,
  highRiskCustomers: difference,
});

/** The KPIs whose differences are shown. */
export const COMPARED_KPIS = kpiDifferences.keyof().options;

const STABILITY_BANDS = ['stable', 'shifted', 'changed'] as const;
const stability = z.object({
  name: z.string(),
  label: z.string().optional(),
  psi: z.number().min(0).describe('Population stability index.'),
  band: z.enum(STABILITY_BANDS).describe('Below 0.1, from 0.1, from 0.25 on.'),
});

/** What a run changed; kept with it. */
export const runChangesSchema = z.object({
  previous: z
    .object({ runId: z.string(), asOf: timeSchema, modelVersion: z.string() })
    .describe('The run that was published before it.'),
  kpis: kpiDifferences.describe("This run's figure − the previous one's; null where either has none."),
  score: stability,
  columns: z.array(stability).describe('The columns that both runs have figures of, the most changed first.'),
  movers: z
    .array(z.object({ customerId: z.string(), before: rate, after: rate }))
    .optional()
    .describe(
      'Customers of both runs whose probability moved most, the largest first; absent in very large runs.',
    ),
});
export type RunChanges = z.infer<typeof runChangesSchema>;

/** GET /api/changes; `changes` is null for the first run. */
export const changesSchema = z.object({ ...provenance, changes: runChangesSchema.nullable() });
export type Changes = z.infer<typeof changesSchema>;
