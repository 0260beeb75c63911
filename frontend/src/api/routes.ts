import type {
  Customer,
  CustomerSort,
  Customers,
  Definitions,
  Kpis,
  Model,
  RiskDistribution,
  Runs,
  Segments,
} from '#core/api/contract.ts';
import type { RiskLevel } from '#core/economics/risk-level.ts';
import type { QualityReport } from '#core/lake/documents.ts';
import {
  customerShape,
  customersShape,
  definitionsShape,
  kpisShape,
  riskDistributionShape,
  runQualityShape,
  runsShape,
  segmentsShape,
} from './answers.ts';
import { getJson } from './client.ts';
import { modelShape } from './model-answer.ts';

/** One function a route of the API. Each throws ApiError where there is no usable answer. */

export const getKpis = (signal: AbortSignal): Promise<Kpis> => getJson('/api/kpis', kpisShape, signal);

export const getRiskDistribution = (signal: AbortSignal): Promise<RiskDistribution> =>
  getJson('/api/risk-distribution', riskDistributionShape, signal);

/** Without `by`, the API chooses the dimension. */
export const getSegments = (by: string | undefined, signal: AbortSignal): Promise<Segments> =>
  getJson(withQuery('/api/segments', { by }), segmentsShape, signal);

export interface CustomersRequest {
  readonly risk?: RiskLevel | undefined;
  /** The beginning of an id. */
  readonly q?: string | undefined;
  readonly sort: CustomerSort;
  readonly cursor?: string | undefined;
  /** Customers a page, 1 to 200. */
  readonly limit: number;
}

export const getCustomers = (query: CustomersRequest, signal: AbortSignal): Promise<Customers> =>
  getJson(customersPath(query), customersShape, signal);

/** The address of one page of customers; also what tells two pages apart. */
export function customersPath(query: CustomersRequest): string {
  const { risk, q, sort, cursor, limit } = query;
  return withQuery('/api/customers', { risk, q, sort, cursor, limit: String(limit) });
}

export const getCustomer = (customerId: string, signal: AbortSignal): Promise<Customer> =>
  getJson(`/api/customers/${encodeURIComponent(customerId)}`, customerShape, signal);

export const getModel = (signal: AbortSignal): Promise<Model> => getJson('/api/model', modelShape, signal);

/** The same for every run. */
export const getDefinitions = (signal: AbortSignal): Promise<Definitions> =>
  getJson('/api/definitions', definitionsShape, signal);

export const getRuns = (signal: AbortSignal): Promise<Runs> => getJson('/api/runs', runsShape, signal);

export const getRunQuality = (runId: string, signal: AbortSignal): Promise<QualityReport> =>
  getJson(`/api/runs/${encodeURIComponent(runId)}/quality`, runQualityShape, signal);

function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  return query.size === 0 ? path : `${path}?${query}`;
}
