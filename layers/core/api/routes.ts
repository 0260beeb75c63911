import * as z from 'zod';
import {
  changesSchema,
  customerSchema,
  customersQuerySchema,
  customersSchema,
  definitionsSchema,
  healthSchema,
  kpisSchema,
  modelSchema,
  planQuerySchema,
  planSchema,
  predictAnswerSchema,
  riskDistributionSchema,
  runQualitySchema,
  runsSchema,
  segmentsQuerySchema,
  segmentsSchema,
  survivalQuerySchema,
  survivalSchema,
} from './contract.ts';
import { uploadAnswerSchema, uploadRequestSchema } from './uploads-contract.ts';

/** Who may call a route: everybody, or the holder of a token with the scope of this name. */
export type RouteAccess = 'public' | 'read' | 'predict' | 'admin';

/** What a route refuses beside what every route does. */
export type RouteRefusal = 'invalid' | 'not found' | 'too large' | 'not ready';

export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  readonly path: `/api/${string}`;
  readonly access: RouteAccess;
  /** Its name in generated clients. */
  readonly operationId: string;
  readonly summary: string;
  readonly pathParameters?: Readonly<Record<string, z.ZodType>>;
  readonly query?: z.ZodObject;
  /** `customers` follows the schema document: see customerJsonSchema. */
  readonly body?: z.ZodType | 'customers';
  /** Of a 200. Undefined for the OpenAPI document itself, which is any JSON object. */
  readonly answer: z.ZodType | undefined;
  /** Answers of one published run have a tag and may be asked for with If-None-Match. */
  readonly ofRun: boolean;
  readonly refusals: readonly RouteRefusal[];
}

const customerId = z.string().min(1).max(128).describe('As in the uploaded file.');
const runId = z.string().min(1).max(128).describe('For example 20261122T090010Z-3f9a01bc.');

/** GET of something that follows from the published run alone. */
function runRead(path: ApiRoute['path'], operationId: string, summary: string, answer: z.ZodType): ApiRoute {
  return {
    method: 'GET',
    ...{ path, operationId, summary, answer },
    access: 'read',
    ofRun: true,
    refusals: ['not ready'],
  };
}

/** Every route of the API: what the gateway, the OpenAPI document, its page and its tests are made from. */
export const API_ROUTES: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/api/predict',
    access: 'predict',
    operationId: 'predict',
    summary: 'Probability of leaving, risk, money and reasons of one customer or of up to 1,000',
    body: 'customers',
    answer: predictAnswerSchema,
    ofRun: false,
    refusals: ['invalid', 'too large', 'not ready'],
  },
  {
    method: 'POST',
    path: '/api/uploads',
    access: 'admin',
    operationId: 'createUpload',
    summary: 'An address to put a customer file to, from which a run is made',
    body: uploadRequestSchema,
    answer: uploadAnswerSchema,
    ofRun: false,
    refusals: ['invalid', 'too large'],
  },
  runRead('/api/kpis', 'getKpis', 'Headline figures of the published run', kpisSchema),
  runRead('/api/changes', 'getChanges', 'What the published run changed since the one before', changesSchema),
  {
    ...runRead('/api/plan', 'getPlan', 'Whom it pays to contact within a limit, as sums', planSchema),
    query: planQuerySchema,
    refusals: ['invalid', 'not found', 'not ready'],
  },
  {
    ...runRead('/api/survival', 'getSurvival', 'Kaplan–Meier curves over tenure', survivalSchema),
    query: survivalQuerySchema,
    refusals: ['invalid', 'not found', 'not ready'],
  },
  runRead(
    '/api/risk-distribution',
    'getRiskDistribution',
    'Active customers by risk level and probability',
    riskDistributionSchema,
  ),
  {
    ...runRead('/api/segments', 'getSegments', 'Figures by the values of a dimension', segmentsSchema),
    query: segmentsQuerySchema,
    refusals: ['invalid', 'not ready'],
  },
  {
    ...runRead('/api/customers', 'listCustomers', 'A page of the active customers', customersSchema),
    query: customersQuerySchema,
    refusals: ['invalid', 'not found', 'not ready'],
  },
  {
    ...runRead(
      '/api/customers/{customerId}',
      'getCustomer',
      'One customer with what moved their probability',
      customerSchema,
    ),
    pathParameters: { customerId },
    refusals: ['invalid', 'not found', 'not ready'],
  },
  runRead('/api/model', 'getModel', 'The model behind the published run and how good it is', modelSchema),
  {
    method: 'GET',
    path: '/api/definitions',
    access: 'read',
    operationId: 'getDefinitions',
    summary: 'What each figure means, with its formula and source',
    answer: definitionsSchema,
    ofRun: false,
    refusals: [],
  },
  {
    method: 'GET',
    path: '/api/runs',
    access: 'read',
    operationId: 'listRuns',
    summary: 'The newest runs with their states, the newest first',
    answer: runsSchema,
    ofRun: false,
    refusals: [],
  },
  {
    method: 'GET',
    path: '/api/runs/{runId}/quality',
    access: 'read',
    operationId: 'getRunQuality',
    summary: 'What cleaning found in the uploaded file',
    pathParameters: { runId },
    answer: runQualitySchema,
    ofRun: false,
    refusals: ['invalid', 'not found'],
  },
  {
    method: 'GET',
    path: '/api/health',
    access: 'public',
    operationId: 'getHealth',
    summary: 'Whether the API answers',
    answer: healthSchema,
    ofRun: false,
    refusals: [],
  },
  {
    method: 'GET',
    path: '/api/openapi.json',
    access: 'public',
    operationId: 'getOpenApi',
    summary: 'This document',
    answer: undefined,
    ofRun: false,
    refusals: ['not ready'],
  },
];
