import type { CustomersQuery } from '#core/api/contract.ts';
import type { ChurnError } from '#core/errors.ts';
import type { RunInsights, ScoredRow } from '#core/insights/run-insights.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import { createDataApiClient, type DataApiClient } from '#platform/insights-store/data-api-client.ts';
import { createInsightsReader } from '#platform/insights-store/insights-reader.ts';
import type {
  InsightsReader,
  InsightsWriter,
  RunPart,
  RunRecord,
} from '#platform/insights-store/insights-store.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import { migrate } from '#platform/migrations/migrate.ts';
import { IMPORT_BUCKET, RESOURCE_ARN, type Rig, SECRET_ARN, startRig } from '../../localstack/rds/rig.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';

export interface StoreRig extends Rig {
  readonly dataApi: DataApiClient;
  readonly reader: InsightsReader;
  readonly writer: InsightsWriter;
  /** Loads large parts from files. */
  readonly loadingWriter: InsightsWriter;
  /** The files it wrote, and why it could not load them. */
  readonly lake: ReturnType<typeof createMemoryObjectStore>;
  readonly refusals: readonly ChurnError[];
}

export const clusterTarget = { resourceArn: RESOURCE_ARN, secretArn: SECRET_ARN, database: 'churn' };

/** The store on a migrated database of its own. */
export async function startStoreRig(): Promise<StoreRig> {
  const lake = createMemoryObjectStore();
  const rig = await startRig({ readObject: (_bucket, key) => lake.read(key) });
  const dataApi = createDataApiClient({ ...clusterTarget, client: rig.client });
  await migrate(dataApi);
  const refusals: ChurnError[] = [];
  const files = {
    store: lake,
    bucket: IMPORT_BUCKET,
    onRefusal: (error: ChurnError) => refusals.push(error),
  };
  return {
    ...{ ...rig, dataApi, lake, refusals },
    reader: createInsightsReader(dataApi),
    writer: createInsightsWriter(dataApi),
    loadingWriter: createInsightsWriter(dataApi, { files }),
  };
}

/** e.g. `runIdOf(7)` is `20260101T000007Z-00000007`: later numbers are newer runs. */
export function runIdOf(number: number): string {
  const seconds = String(number).padStart(6, '0');
  return `20260101T${seconds}Z-${number.toString(16).padStart(8, '0')}`;
}

export function runRecord(runId: string): RunRecord {
  return {
    runId,
    modelVersion: `m-${runId}`,
    contentSha256: 'ab'.repeat(32),
    currency: 'USD',
    horizonMonths: 12,
    dimensions: [{ name: 'Contract', label: 'Contract type' }],
    riskThresholds: { medium: 0.3, high: 0.6 },
  };
}

/** A part of a run by the model of `runRecord`. */
export function partOf(runId: string, part: number): RunPart {
  return { runId, modelVersion: runRecord(runId).modelVersion, part };
}

export function scoredRow(customerId: string, more: Partial<ScoredRow> = {}): ScoredRow {
  return {
    customerId,
    status: 'active',
    churnProbability: 0.25,
    riskLevel: 'LOW',
    monthlyCharge: 70.35,
    tenureMonths: 12,
    expectedLoss: 105.5,
    clv: 321.5,
    priority: 12.25,
    segments: { Contract: 'Month-to-month' },
    ...more,
  };
}

/** Totals whose numbers all follow from `customers`, so that a mix of two runs would show. */
export function insightsOf(customers: number): RunInsights {
  const totals = {
    customers,
    activeCustomers: customers,
    leftCustomers: 0,
    churnProbabilitySum: customers / 4,
    monthlyRevenue: customers * 70.35,
    revenueAtRiskMonthly: customers * 17.5875,
    expectedLoss: customers * 105.5,
    highRiskCustomers: 0,
    churnVariance: (customers * 3) / 16,
    revenueAtRiskVariance: customers * 900.25,
    clv: customers * 321.5,
    contactCustomers: customers,
    contactGain: customers * 12.25,
  };
  return { total: totals, segments: [{ ...totals, dimension: 'Contract', segment: 'Month-to-month' }] };
}

/** Rows as a producer gives them, `batchRows` at a time. */
export async function* batchesOf(
  rows: readonly ScoredRow[],
  batchRows = 1_000,
): AsyncGenerator<readonly ScoredRow[], void, undefined> {
  for (let from = 0; from < rows.length; from += batchRows) yield rows.slice(from, from + batchRows);
}

/** Writes a run's rows in one part, to where a reader finds them. */
export async function writeRows(
  writer: InsightsWriter,
  record: RunRecord,
  rows: readonly ScoredRow[],
): Promise<void> {
  await writer.beginRun(record);
  await writer.writePart(
    { runId: record.runId, modelVersion: record.modelVersion, part: 1 },
    batchesOf(rows),
  );
  await writer.sealRun(record, rows.length);
}

/** How many rows a reader finds of a run. */
export async function countOf(rig: Pick<StoreRig, 'execute'>, runId: string): Promise<number | undefined> {
  const { records } = await rig.execute('SELECT COUNT(*) FROM predictions WHERE run_id = :runId', {
    parameters: [{ name: 'runId', value: { stringValue: runId } }],
  });
  return records?.[0]?.[0]?.longValue;
}

export async function writeRun(
  writer: InsightsWriter,
  runId: string,
  rows: readonly ScoredRow[],
): Promise<void> {
  await writeRows(writer, runRecord(runId), rows);
  await writer.writeInsights(runId, insightsOf(rows.length));
}

export function modelMetadata(modelVersion: string, more: Partial<ModelMetadata> = {}): ModelMetadata {
  const candidate = {
    name: 'logistic',
    algorithm: 'logistic-regression' as const,
    parameters: { l2: 0.1 },
    rocAuc: { mean: 0.84, lower: 0.83, upper: 0.85 },
    logLoss: 0.41,
    brier: 0.13,
    expectedCalibrationError: 0.02,
    topDecileLift: 2.9,
    fitDurationMs: 12.5,
  };
  return {
    modelVersion,
    runId: runIdOf(1),
    trainedAt: '2026-01-01T00:00:00.000Z',
    codeVersion: 'test',
    seed: 7,
    dataSha256: 'cd'.repeat(32),
    onnxSha256: 'ef'.repeat(32),
    schema: { name: 'test' },
    rows: { labelled: 10, left: 3 },
    crossValidation: { folds: 5, repeats: 1 },
    candidates: [candidate],
    chosen: { name: 'logistic', reason: 'the only one' },
    calibration: { method: 'none' },
    curves: { roc: [[0, 0]], calibration: [[0.1, 0.30000000000000004]], lift: [[1, 1]] },
    importance: [],
    numericStatistics: [],
    ...more,
  };
}

export function customersOf(query: Partial<CustomersQuery> = {}): CustomersQuery {
  return { sort: 'expectedLoss', limit: 50, ...query };
}
