import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DEFINITIONS } from '#core/economics/definitions.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { AnswerCache } from '#platform/http/answer-cache.ts';
import { httpHandler } from '#platform/http/http-handler.ts';
import { requestTimeLeftMs } from '#platform/http/request-deadline.ts';
import { createCachedInsightsReader } from '#platform/insights-store/cached-insights-reader.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { createInsightsReader } from '#platform/insights-store/insights-reader.ts';
import { NewestPublishedRun } from '#platform/insights-store/newest-published-run.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { changes } from './changes.ts';
import { customer, customers, runOfCustomers } from './customers.ts';
import { kpis } from './kpis.ts';
import { model } from './model.ts';
import { openApiRoute } from './openapi.ts';
import { plan } from './plan.ts';
import { riskDistribution } from './risk-distribution.ts';
import { type RunRead, runRoute } from './run-route.ts';
import { runQuality, runs } from './runs.ts';
import { segments } from './segments.ts';
import { survival } from './survival.ts';

/** Of the function's 512 MB. */
const MAX_CACHED_BYTES = 64 * 1024 * 1024;
/** A cluster at rest is there again in about 15 s; who waits longer than this is told so. */
const PATIENCE_MS = 20_000;

const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));
const dataApi = dataApiFromEnvironment({ patienceMs: PATIENCE_MS, timeLeftMs: requestTimeLeftMs });
const published = new NewestPublishedRun(store);
const reader = createCachedInsightsReader(createInsightsReader(dataApi), {
  findPublishedRunId: () => published.find(),
});
const routes = {
  reader,
  answers: new AnswerCache(MAX_CACHED_BYTES),
  codeVersion: requiredEnvironment('CODE_VERSION'),
};
const ofRun = (answer: RunRead['answer']) => runRoute(routes, { answer });
const query = (event: APIGatewayProxyEventV2) => event.queryStringParameters ?? {};

/** Every GET of the dashboard's API. */
export const handler = httpHandler({
  'GET /api/health': async () => ({ status: 'ok' }),
  'GET /api/openapi.json': openApiRoute(store, requiredEnvironment('CODE_VERSION')),
  'GET /api/kpis': ofRun(kpis),
  'GET /api/changes': ofRun(changes),
  'GET /api/definitions': async () => ({ definitions: DEFINITIONS }),
  'GET /api/plan': ofRun((run, event) => plan(run, query(event))),
  'GET /api/survival': ofRun((run, event) => survival(run, query(event))),
  'GET /api/risk-distribution': ofRun(riskDistribution),
  'GET /api/segments': ofRun((run, event) => segments(run, query(event))),
  'GET /api/customers': runRoute(routes, {
    runOf: (source, event) => runOfCustomers(source, query(event)),
    answer: (run, event) => customers(run, query(event)),
  }),
  'GET /api/customers/{customerId}': ofRun((run, event) =>
    customer(run, event.pathParameters?.customerId ?? ''),
  ),
  'GET /api/model': ofRun((run) => model(run, store)),
  'GET /api/runs': () => runs(store),
  'GET /api/runs/{runId}/quality': (event) => runQuality(store, event.pathParameters?.runId ?? ''),
});
