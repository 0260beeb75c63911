import { DEFINITIONS } from '#core/economics/definitions.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { httpHandler } from '#platform/http/http-handler.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { createInsightsReader } from '#platform/insights-store/insights-reader.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { changes } from './changes.ts';
import { customer, customers } from './customers.ts';
import { kpis } from './kpis.ts';
import { model } from './model.ts';
import { plan } from './plan.ts';
import { riskDistribution } from './risk-distribution.ts';
import { runQuality, runs } from './runs.ts';
import { segments } from './segments.ts';
import { survival } from './survival.ts';

const reader = createInsightsReader(dataApiFromEnvironment());
const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));

/** Every GET of the dashboard's API. */
export const handler = httpHandler({
  'GET /api/health': async () => ({ status: 'ok' }),
  'GET /api/kpis': () => kpis(reader),
  'GET /api/changes': () => changes(reader),
  'GET /api/definitions': async () => ({ definitions: DEFINITIONS }),
  'GET /api/plan': (event) => plan(reader, event.queryStringParameters ?? {}),
  'GET /api/survival': (event) => survival(reader, event.queryStringParameters ?? {}),
  'GET /api/risk-distribution': () => riskDistribution(reader),
  'GET /api/segments': (event) => segments(reader, event.queryStringParameters ?? {}),
  'GET /api/customers': (event) => customers(reader, event.queryStringParameters ?? {}),
  'GET /api/customers/{customerId}': (event) => customer(reader, event.pathParameters?.customerId ?? ''),
  'GET /api/model': () => model(reader, store),
  'GET /api/runs': () => runs(store),
  'GET /api/runs/{runId}/quality': (event) => runQuality(store, event.pathParameters?.runId ?? ''),
});
