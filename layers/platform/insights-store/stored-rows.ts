import { z } from 'zod';
import { riskLevelSchema, scoredCustomerSchema } from '#core/api/contract.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { PublishedRun } from './insights-store.ts';
import { storedReasons } from './stored-reasons.ts';

/** Columns of each table under the names of the domain, and how a row becomes the domain's object. */

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

export const RUN_COLUMNS = `r.run_id AS runId, r.model_version AS modelVersion, r.content_sha256 AS contentSha256,
  r.currency, r.horizon_months AS horizonMonths, r.dimensions, r.medium_threshold AS mediumThreshold,
  r.high_threshold AS highThreshold, CAST(r.published_at AS CHAR) AS publishedAt, r.customers`;

export const runRow = z
  .object({
    runId: z.string(),
    modelVersion: z.string(),
    contentSha256: z.string(),
    currency: z.string(),
    horizonMonths: z.number(),
    dimensions: jsonText.pipe(z.array(z.object({ name: z.string(), label: z.string() }))),
    mediumThreshold: z.number(),
    highThreshold: z.number(),
    /** As MySQL writes it, in UTC: `2026-11-22 09:00:10.123`. */
    publishedAt: z.string(),
    customers: z.number(),
  })
  .transform(
    ({ mediumThreshold, highThreshold, publishedAt, ...run }): PublishedRun => ({
      ...run,
      riskThresholds: { medium: mediumThreshold, high: highThreshold },
      publishedAt: new Date(`${publishedAt.replace(' ', 'T')}Z`).toISOString(),
    }),
  );

export const PREDICTION_COLUMNS = `customer_id AS customerId, status,
  churn_probability AS churnProbability, risk_level AS riskLevel, monthly_charge AS monthlyCharge,
  tenure_months AS tenureMonths, expected_loss AS expectedLoss, clv, priority, segments`;

const prediction = scoredCustomerSchema.omit({ worthContacting: true, reasons: true }).extend({
  riskLevel: riskLevelSchema,
  clv: z.number().nullable(),
  priority: z.number().nullable(),
  segments: jsonText.pipe(z.record(z.string(), z.string())),
});

/** Of a list, whose reasons would be too long for one answer. */
export const predictionRow: z.ZodType<ScoredRow> = prediction;

/** Of one customer, with `reasons`. */
export const customerRow: z.ZodType<ScoredRow> = prediction.extend({
  reasons: z.union([z.null().transform(() => undefined), jsonText.pipe(storedReasons)]),
});

export const TOTALS_COLUMNS = `customers, active_customers AS activeCustomers, left_customers AS leftCustomers,
  churn_probability_sum AS churnProbabilitySum, monthly_revenue AS monthlyRevenue,
  revenue_at_risk_monthly AS revenueAtRiskMonthly, expected_loss AS expectedLoss,
  high_risk_customers AS highRiskCustomers, churn_variance AS churnVariance,
  revenue_at_risk_variance AS revenueAtRiskVariance, clv, contact_customers AS contactCustomers,
  contact_gain AS contactGain`;

const totals = {
  customers: z.number(),
  activeCustomers: z.number(),
  leftCustomers: z.number(),
  churnProbabilitySum: z.number(),
  monthlyRevenue: z.number(),
  revenueAtRiskMonthly: z.number(),
  expectedLoss: z.number(),
  highRiskCustomers: z.number(),
  churnVariance: z.number().nullable(),
  revenueAtRiskVariance: z.number().nullable(),
  clv: z.number().nullable(),
  contactCustomers: z.number().nullable(),
  contactGain: z.number().nullable(),
};
export const totalsRow = z.object(totals);
export const segmentRow = z.object({ ...totals, dimension: z.string(), segment: z.string() });
