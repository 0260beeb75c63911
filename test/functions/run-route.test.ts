import { beforeEach, expect, it } from 'vitest';
import { customersSchema, kpisSchema, riskDistributionSchema, segmentsSchema } from '#core/api/contract.ts';
import { RISK_LEVELS } from '#core/economics/risk-level.ts';
import {
  PROBABILITY_BIN_DIMENSION,
  PROBABILITY_BINS,
  RISK_LEVEL_DIMENSION,
} from '#core/insights/run-insights.ts';
import { AnswerCache } from '#platform/http/answer-cache.ts';
import { httpHandler } from '#platform/http/http-handler.ts';
import {
  createCachedInsightsReader,
  PUBLISHED_RECHECK_MS,
} from '#platform/insights-store/cached-insights-reader.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { customers, runOfCustomers } from '../../functions/insights/customers.ts';
import { kpis } from '../../functions/insights/kpis.ts';
import { riskDistribution } from '../../functions/insights/risk-distribution.ts';
import { runRoute } from '../../functions/insights/run-route.ts';
import { segments } from '../../functions/insights/segments.ts';
import { insightsOf, runIdOf, runRecord, scoredRow } from '../platform/insights-store/store-rig.ts';
import { httpEvent } from '../support/http-event.ts';
import { lambdaContext } from '../support/lambda-context.ts';

/** Run `n` has n customers in all and every number follows from it, so that an answer of two runs would show. */
let newest = 1;
/** Whether a newer run is published behind every single read. */
let isRestless = false;
let reads = 0;
let nowMs = 0;

const numberOf = (runId: string) => Number.parseInt(runId.slice(-8), 16);
const record = (runId: string) => ({
  ...runRecord(runId),
  publishedAt: '2026-01-01T00:00:00.000Z',
  customers: numberOf(runId),
});
async function read<T>(value: T): Promise<T> {
  reads += 1;
  if (isRestless) newest += 1;
  nowMs += isRestless ? PUBLISHED_RECHECK_MS : 0;
  return value;
}
const database: InsightsReader = {
  findPublishedRun: () => read(record(runIdOf(newest))),
  publishedRun: () => read(record(runIdOf(newest))),
  run: (runId) => read(record(runId)),
  totals: (runId) => read(insightsOf(numberOf(runId)).total),
  segments: (runId, dimension) => {
    const { total } = insightsOf(numberOf(runId));
    const bins = dimension === PROBABILITY_BIN_DIMENSION ? PROBABILITY_BINS : 1;
    const names =
      dimension === RISK_LEVEL_DIMENSION ? RISK_LEVELS : Array.from({ length: bins }, (_, bin) => `${bin}`);
    return read(names.map((segment) => ({ ...total, dimension, segment })));
  },
  customers: (runId, query) =>
    read(Array.from({ length: query.limit }, (_, index) => scoredRow(`${numberOf(runId)}-${index}`))),
  customer: (runId) => read(scoredRow(runId)),
  document: () => read(undefined),
  movers: () => read([]),
  model: () => expect.fail('No model is asked for here.'),
};

let handler: ReturnType<typeof httpHandler>;
beforeEach(() => {
  [newest, isRestless, reads, nowMs] = [1, false, 0, 0];
  const reader = createCachedInsightsReader(database, {
    findPublishedRunId: async () => runIdOf(newest),
    nowMs: () => nowMs,
  });
  const routes = { reader, answers: new AnswerCache(1_000_000), codeVersion: 'v1' };
  handler = httpHandler({
    'GET /api/kpis': runRoute(routes, { answer: kpis }),
    'GET /api/risk-distribution': runRoute(routes, { answer: riskDistribution }),
    'GET /api/segments': runRoute(routes, {
      answer: (run, { queryStringParameters }) => segments(run, queryStringParameters ?? {}),
    }),
    'GET /api/customers': runRoute(routes, {
      runOf: (run, { queryStringParameters }) => runOfCustomers(run, queryStringParameters ?? {}),
      answer: (run, { queryStringParameters }) => customers(run, queryStringParameters ?? {}),
    }),
  });
});

async function get(route: string, query: Readonly<Record<string, string>> = {}, etag?: string) {
  const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag };
  const event = httpEvent(`GET /api/${route}`, { headers, queryStringParameters: { ...query } });
  const { statusCode, headers: answered = {}, body = '' } = await handler(event, lambdaContext());
  return { status: statusCode, headers: answered, body, etag: String(answered.etag) };
}

it('answers once from the database, then from memory, and a caller who has the answer with 304', async () => {
  const first = await get('kpis');
  expect(first.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-cache',
    etag: expect.stringMatching(/^"[\w-]+"$/),
  });
  const readsOfOne = reads;
  const second = await get('kpis');
  expect([second.body, second.etag, reads]).toEqual([first.body, first.etag, readsOfOne]);
  const third = await get('kpis', {}, `"other", W/${first.etag}`);
  expect([third.status, third.body, third.etag, reads]).toEqual([304, '', first.etag, readsOfOne]);
  expect(third.headers['content-type']).toBeUndefined();
});

it('gives each route, parameter and run a tag of its own, whatever the order of the parameters', async () => {
  const tags = [
    (await get('kpis')).etag,
    (await get('risk-distribution')).etag,
    (await get('segments')).etag,
    (await get('segments', { by: 'Contract' })).etag,
    (await get('customers', { limit: '5', sort: 'customerId' })).etag,
    (await get('customers', { limit: '6', sort: 'customerId' })).etag,
  ];
  newest = 2;
  nowMs += PUBLISHED_RECHECK_MS;
  tags.push((await get('kpis')).etag);
  expect(tags).not.toContain('undefined');
  expect(new Set(tags).size).toBe(tags.length);
  const oneWay = await get('customers', { limit: '5', sort: 'customerId' });
  expect((await get('customers', { sort: 'customerId', limit: '5' })).etag).toBe(oneWay.etag);
});

it('shows a new run after its time at the latest, and no tag of the old one counts then', async () => {
  const old = await get('kpis');
  newest = 2;
  nowMs = PUBLISHED_RECHECK_MS - 1;
  expect((await get('kpis', {}, old.etag)).status).toBe(304);
  nowMs = PUBLISHED_RECHECK_MS;
  const fresh = await get('kpis', {}, old.etag);
  expect([fresh.status, kpisSchema.parse(JSON.parse(fresh.body)).customers]).toEqual([200, 2]);
});

it('never mixes two runs in an answer, though a run be published behind every read', async () => {
  isRestless = true;
  for (let round = 0; round < 5; round += 1) {
    const total = kpisSchema.parse(JSON.parse((await get('kpis')).body));
    expect(total.customers).toBe(numberOf(total.runId));
    const risk = riskDistributionSchema.parse(JSON.parse((await get('risk-distribution')).body));
    for (const { customers: count } of risk.levels) expect(count).toBe(numberOf(risk.runId));
    const grouped = segmentsSchema.parse(JSON.parse((await get('segments')).body));
    expect(grouped.segments.map(({ customers: count }) => count)).toEqual([numberOf(grouped.runId)]);
    const page = customersSchema.parse(JSON.parse((await get('customers', { limit: '3' })).body));
    for (const { customerId } of page.customers) expect(customerId).toMatch(`${numberOf(page.runId)}-`);
  }
});

it('pages through the run of the first page to the end, whatever is published meanwhile', async () => {
  const first = customersSchema.parse(JSON.parse((await get('customers', { limit: '3' })).body));
  newest = 7;
  nowMs += PUBLISHED_RECHECK_MS;
  const cursor = { limit: '3', cursor: first.nextCursor ?? '' };
  const answer = await get('customers', cursor);
  const second = customersSchema.parse(JSON.parse(answer.body));
  expect([first.runId, second.runId]).toEqual([runIdOf(1), runIdOf(1)]);
  newest = 8;
  nowMs += PUBLISHED_RECHECK_MS;
  expect((await get('customers', cursor, answer.etag)).status).toBe(304);
});

it('keeps no failure, and refuses a bad question before it looks for a tag', async () => {
  const bad = await get('customers', { limit: '0' });
  expect([bad.status, bad.headers.etag]).toEqual([400, undefined]);
  expect(bad.headers['cache-control']).toBe('no-store');
  expect((await get('customers', { cursor: 'nonsense' }, '"x"')).status).toBe(400);
  expect((await get('segments', { by: 'nothing' })).status).toBe(400);
  expect((await get('segments', { by: 'nothing' })).status).toBe(400);
});
