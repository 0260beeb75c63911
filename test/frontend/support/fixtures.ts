import {
  type Customers,
  customerSchema,
  customersSchema,
  definitionsSchema,
  errorAnswerSchema,
  type Kpis,
  kpisSchema,
  type Reason,
  type RiskDistribution,
  riskDistributionSchema,
  runQualitySchema,
  runsSchema,
  type Segment,
  segmentsSchema,
} from '#core/api/contract.ts';
import { observedChurnRangeOf } from '#core/economics/churn-rate.ts';
import { CustomerFiguresRule } from '#core/economics/customer-figures.ts';
import { DEFINITIONS } from '#core/economics/definitions.ts';
import { PROBABILITY_BINS } from '#core/insights/run-insights.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

/** Answers of the API that keep the contract: each passes its zod schema before it is served. */

type ScoredCustomer = Customers['customers'][number];

export const RUN_ID = '20261122T090010Z-3f9a01bc';
export const NEXT_RUN_ID = '20261122T093312Z-77ab12ef';
export const AS_OF = '2026-11-22T09:01:42.318Z';
export const CURRENCY = 'USD';
/** Markup that would run if an id became HTML; it has the most to lose, so that it is on the first page. */
export const HOSTILE_IDS = [
  '<img src=x onerror=window.ran=1>',
  '"><script>window.ran=2</script>',
  "'/onmouseover=alert(1)&amp;%2e%2e",
];

const CONTRACTS = ['Month-to-month', 'One year', 'Two year', ''];

const rule = new CustomerFiguresRule(telcoSchema, { monthlyHazards: [0.02], laterHazard: 0.01 });

/** 137 customers whose figures follow from their number alone. */
export const CUSTOMERS: readonly ScoredCustomer[] = Array.from({ length: 137 }, (_, index) => {
  const hostile = HOSTILE_IDS[index];
  const churnProbability = hostile === undefined ? ((index * 37) % 100) ** 2 / 10_000 : 0.99 - index / 100;
  const monthlyCharge = hostile === undefined ? 20 + ((index * 53) % 900) / 10 : 118.75;
  return {
    customerId: hostile ?? `${1000 + index}-${'ABCDEFGHJK'.charAt(index % 10)}TX`,
    status: 'active',
    ...rule.riskOf(churnProbability, monthlyCharge),
    monthlyCharge,
    tenureMonths: (index * 7) % 73,
    ...rule.moneyOf(churnProbability, monthlyCharge, (index * 7) % 73),
    segments: {
      Contract: CONTRACTS[index % 4] ?? '',
      InternetService: index % 2 === 0 ? 'DSL' : 'Fiber optic',
    },
  };
});

const provenance = (runId: string) => ({ runId, asOf: AS_OF, modelVersion: `m-${RUN_ID}` });

export const kpis = (runId = RUN_ID): Kpis =>
  kpisSchema.parse({
    ...provenance(runId),
    currency: CURRENCY,
    horizonMonths: 12,
    customers: 7043,
    activeCustomers: 5174,
    leftCustomers: 1869,
    observedChurnRate: 1869 / 7043,
    expectedChurnRate: 0.2038,
    expectedChurners: 1054.4,
    monthlyRevenueActive: 316_985.75,
    revenueAtRiskMonthly: 74_126.4,
    expectedLoss: 444_758.4,
    highRiskCustomers: 412,
    observedChurnRange: { lower: 0.2552, upper: 0.2758 },
    expectedChurnRange: { lower: 0.1954, upper: 0.2122 },
    revenueAtRiskRange: { lower: 71_004.2, upper: 77_248.6 },
    averageClv: 341.62,
    contactCustomers: 1893,
    contactGain: 40_713.5,
    previous: {
      runId: '20261121T090000Z-11112222',
      asOf: '2026-11-21T09:01:40.000Z',
      modelVersion: 'm-20261121T090000Z-11112222',
      kpis: {
        activeCustomers: 31,
        expectedChurners: -12.4,
        expectedChurnRate: -0.0036,
        revenueAtRiskMonthly: -1204.5,
        expectedLoss: null,
        highRiskCustomers: 0,
      },
    },
  });

/** Two thirds of the customers have the lowest probabilities, as it is in life; 0.3 and 0.6 part the levels. */
export const riskDistribution = (runId = RUN_ID): RiskDistribution =>
  riskDistributionSchema.parse({
    ...provenance(runId),
    currency: CURRENCY,
    levels: [
      { level: 'LOW', from: 0, to: 0.3, customers: 3821, expectedLoss: 121_480.2 },
      { level: 'MEDIUM', from: 0.3, to: 0.6, customers: 941, expectedLoss: 171_902.9 },
      { level: 'HIGH', from: 0.6, to: 1, customers: 412, expectedLoss: 151_375.3 },
    ],
    histogram: Array.from({ length: PROBABILITY_BINS }, (_, bin) => ({
      from: bin / PROBABILITY_BINS,
      to: (bin + 1) / PROBABILITY_BINS,
      customers: Math.round(1480 * Math.exp(-bin / 3.2)) + (bin < 16 ? 40 : 0),
    })),
  });

const segment = (name: string, customers: number, left: number, expected: number, loss: number): Segment => ({
  segment: name,
  customers,
  activeCustomers: customers - left,
  leftCustomers: left,
  observedChurnRate: customers === 0 ? null : left / customers,
  observedChurnRange: observedChurnRangeOf(left, customers),
  expectedChurnRate: customers === left ? null : expected,
  expectedChurnRange: { lower: expected - 0.02, upper: expected + 0.02 },
  expectedLoss: loss,
  revenueAtRiskMonthly: loss / 6,
  revenueAtRiskRange: { lower: loss / 6.6, upper: loss / 5.4 },
  averageClv: customers === left ? null : 320 + customers / 100,
  contactCustomers: Math.round(loss / 300),
  contactGain: loss / 11,
  highRiskCustomers: Math.round(loss / 400),
});

const DIMENSIONS = [
  { name: 'Contract', label: 'Contract' },
  { name: 'InternetService', label: 'Internet service' },
];

const SEGMENTS: Readonly<Record<string, readonly Segment[]>> = {
  Contract: [
    segment('Two year', 1695, 48, 0.0312, 19_422.6),
    segment('Month-to-month', 3875, 1655, 0.3611, 351_803.4),
    segment('One year', 1466, 166, 0.1187, 73_430.1),
    segment('', 7, 0, 0.0921, 102.3),
  ],
  InternetService: [
    segment('DSL', 2421, 459, 0.1612, 121_044),
    segment('Fiber optic', 3096, 1297, 0.3822, 301_112.2),
    segment('No', 1526, 113, 0.0611, 22_602.2),
  ],
};

export const segments = (by = 'Contract', runId = RUN_ID) =>
  segmentsSchema.parse({
    ...provenance(runId),
    currency: CURRENCY,
    by,
    dimensions: DIMENSIONS,
    segments: SEGMENTS[by],
  });

export const customersPage = (customers: readonly ScoredCustomer[], nextCursor?: string, runId = RUN_ID) =>
  customersSchema.parse({ ...provenance(runId), currency: CURRENCY, customers, nextCursor });

/** Of every customer; one value is hostile, for it comes from a file. */
export const REASONS: readonly Reason[] = [
  {
    feature: 'Contract',
    value: 'Month-to-month',
    contribution: 0.81,
    points: 14.2,
    sentence: 'Contract is Month-to-month: +14 points',
  },
  {
    feature: 'plan',
    value: '<img src=x>',
    contribution: -0.2,
    points: -0.4,
    sentence: 'plan is <img src=x>: −0.4 points',
  },
];

export const customer = (scored: ScoredCustomer, runId = RUN_ID) =>
  customerSchema.parse({
    ...provenance(runId),
    currency: CURRENCY,
    customer: { ...scored, reasons: [...REASONS] },
  });

const run = (runId: string, state: string, part: Record<string, unknown> = {}) => ({
  runId,
  state,
  sourceKey: 'raw/customers.csv',
  receivedAt: '2026-11-22T09:00:10.000Z',
  updatedAt: AS_OF,
  customers: 7043,
  rejectedRows: 3,
  modelVersion: null,
  failure: null,
  published: false,
  ...part,
});

export const FAILURE_MESSAGE =
  'raw/november.csv has no column MonthlyCharges <b>or</b> its header is damaged.';

export const runs = () =>
  runsSchema.parse({
    runs: [
      run('20261122T100000Z-0badf00d', 'training', {
        customers: null,
        rejectedRows: null,
        progress: { stage: 'train', rowsDone: 30_000, rowsTotal: 40_000 },
      }),
      run('20261122T095500Z-deadbeef', 'failed', {
        sourceKey: 'raw/november.csv',
        customers: null,
        rejectedRows: null,
        failure: { stage: 'clean', code: 'COLUMNS_MISSING', message: FAILURE_MESSAGE, retryable: false },
      }),
      run(RUN_ID, 'published', { modelVersion: `m-${RUN_ID}`, published: true }),
      run('20261121T090000Z-11112222', 'superseded'),
    ],
  });

export const quality = (runId = RUN_ID) =>
  runQualitySchema.parse({
    runId,
    delimiter: ',',
    rowsRead: 7050,
    rowsKept: 7043,
    rowsRejected: 3,
    duplicatesDropped: 4,
    labelled: 7043,
    left: 1869,
    rejectedByReason: { 'missing-id': 2, 'invalid-monthly-charge': 1 },
    columns: telcoSchema.columns.map((column, index) => ({
      name: column.name,
      type: column.type,
      missing: column.name === 'TotalCharges' ? 11 : 0,
      invalid: index === 4 ? 2 : 0,
      unexpected: index === 14 ? 5 : 0,
    })),
    ignoredColumns: ['Nickname'],
  });

export const definitions = () => definitionsSchema.parse({ definitions: DEFINITIONS });

export const errorAnswer = (code: string, message: string) =>
  errorAnswerSchema.parse({ error: { code, message, fields: [] }, requestId: 'req-7c1f' });
