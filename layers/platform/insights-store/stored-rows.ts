import * as z from 'zod';
import { riskLevelSchema, scoredCustomerSchema } from '#core/api/contract.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { PublishedRun } from './insights-store.ts';
import { NUMBERS_A_PART } from './row-source.ts';
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

/** 0 in runs of before rows were numbered, which have no texts. */
const PART_OF_ROW = `row_no DIV ${NUMBERS_A_PART}`;
const MODEL_OF_RUN = '(SELECT model_version FROM runs WHERE run_id = :runId)';

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

const CUSTOMER_COLUMNS = [
  'customerId',
  'status',
  'churnProbability',
  'riskLevel',
  'monthlyCharge',
  'tenureMonths',
  'expectedLoss',
  'clv',
  'priority',
] as const;

/** Of `predictions`, without what is in `row_texts`. */
export const PREDICTION_COLUMNS = `customer_id AS customerId, status,
  churn_probability AS churnProbability, risk_level AS riskLevel, monthly_charge AS monthlyCharge,
  tenure_months AS tenureMonths, expected_loss AS expectedLoss, clv, priority, ${PART_OF_ROW} AS part,
  segments_no AS segmentsNo, segments AS ownSegments`;

/** The customers of a query for PREDICTION_COLUMNS of the run `:runId`, with their segments and `more` columns, in no order. */
export function withSegments(query: string, ...more: readonly string[]): string {
  const columns = [...CUSTOMER_COLUMNS, ...more].map((column) => `p.${column}`);
  return `SELECT ${columns.join(', ')}, COALESCE(p.ownSegments, t.text) AS segments
  FROM (${query}) AS p LEFT JOIN row_texts AS t ON t.run_id = :runId AND t.model_version = ${MODEL_OF_RUN}
    AND t.part = p.part AND t.text_no = p.segmentsNo`;
}

/** Texts of a part of the run `:runId` by their numbers. */
export function rowTextsSql(numbers: readonly number[]): string {
  return `SELECT text_no AS number, text FROM row_texts
  WHERE run_id = :runId AND model_version = ${MODEL_OF_RUN} AND part = :part AND text_no IN (${numbers.join(', ')})`;
}

const prediction = scoredCustomerSchema.omit({ worthContacting: true, reasons: true }).extend({
  riskLevel: riskLevelSchema,
  clv: z.number().nullable(),
  priority: z.number().nullable(),
  segments: jsonText.pipe(z.record(z.string(), z.string())),
});

/** Of a list, whose reasons would be too long for one answer. */
export const predictionRow: z.ZodType<ScoredRow> = prediction;

/** Of one customer, with the part and the reasons as they are stored. */
export const customerRow = prediction.extend({
  part: z.number(),
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
