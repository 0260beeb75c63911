import { type AnswerOf, addressOf, type GetPath, type ParametersOf } from './address.ts';
import { getJson } from './client.ts';
import {
  customerShape,
  customersShape,
  definitionsShape,
  kpisShape,
  modelShape,
  riskDistributionShape,
  runQualityShape,
  runsShape,
  segmentsShape,
} from './generated/shapes.ts';
import type { Shape } from './shape.ts';

/** One function a route of the API that is shown. Each throws ApiError where there is no usable answer. */

function get<P extends GetPath>(
  path: P,
  shape: Shape<AnswerOf<P>>,
  signal: AbortSignal,
  parameters: ParametersOf<P> = {},
): Promise<AnswerOf<P>> {
  return getJson(addressOf(path, parameters), shape, signal);
}

export const getKpis = (signal: AbortSignal) => get('/api/kpis', kpisShape, signal);

export const getRiskDistribution = (signal: AbortSignal) =>
  get('/api/risk-distribution', riskDistributionShape, signal);

/** Without `by`, the API chooses the dimension. */
export const getSegments = (by: string | undefined, signal: AbortSignal) =>
  get('/api/segments', segmentsShape, signal, { query: { by } });

export type CustomersRequest = NonNullable<ParametersOf<'/api/customers'>['query']>;

export const getCustomers = (query: CustomersRequest, signal: AbortSignal) =>
  get('/api/customers', customersShape, signal, { query });

/** The address of one page of customers; also what tells two pages apart. */
export const customersPath = (query: CustomersRequest): string => addressOf('/api/customers', { query });

export const getCustomer = (customerId: string, signal: AbortSignal) =>
  get('/api/customers/{customerId}', customerShape, signal, { path: { customerId } });

export const getModel = (signal: AbortSignal) => get('/api/model', modelShape, signal);

/** The same for every run. */
export const getDefinitions = (signal: AbortSignal) => get('/api/definitions', definitionsShape, signal);

export const getRuns = (signal: AbortSignal) => get('/api/runs', runsShape, signal);

export const getRunQuality = (runId: string, signal: AbortSignal) =>
  get('/api/runs/{runId}/quality', runQualityShape, signal, { path: { runId } });
