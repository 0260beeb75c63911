import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { customerSchema, errorAnswerSchema, kpisSchema } from '#core/api/contract.ts';
import { runStatusKey } from '#core/lake/keys.ts';
import type { HttpHandler } from '#platform/http/http-handler.ts';
import { startS3Service } from '../../localstack/s3/s3-service.ts';
import type { S3Service } from '../../localstack/services.ts';
import { type FaultProxy, startFaultProxy } from '../faults/support/fault-proxy.ts';
import {
  clusterTarget,
  modelMetadata,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRun,
} from '../platform/insights-store/store-rig.ts';
import { httpEvent } from '../support/http-event.ts';
import { lambdaContext } from '../support/lambda-context.ts';
import { logLinesOf } from '../support/log-lines.ts';
import { writtenMeanwhile } from '../support/written.ts';

const BUCKET = 'lake';
const MARK = 'MARKED-4711';
/** Which run is published is taken as read for a second. */
const PATIENT = { timeout: 20_000 };
/** A cluster that sleeps, and wakes up when nobody says how soon. */
const PAUSED = {
  kind: 'answer',
  status: 400,
  type: 'DatabaseResumingException',
  body: '{"message":"The Aurora DB instance is resuming after being auto-paused."}',
} as const;

let rig: StoreRig;
let s3: S3Service;
let proxy: FaultProxy;
let handler: HttpHandler;
let calls = 0;

/** The real handler, before a real database and bucket of this machine. */
beforeAll(async () => {
  rig = await startStoreRig();
  const { api } = await rig.startApi();
  proxy = await startFaultProxy(api.endpoint);
  s3 = await startS3Service(rig.context, { port: 0 });
  await s3.configureBucket({ name: BUCKET, versioning: false, cors: [], notifications: [] });
  Object.assign(process.env, {
    ...{ DATA_BUCKET: BUCKET, CODE_VERSION: 'test', AWS_REGION: rig.context.region },
    ...{ CLUSTER_ARN: clusterTarget.resourceArn, CLUSTER_SECRET_ARN: clusterTarget.secretArn },
    ...{ DATABASE_NAME: clusterTarget.database },
    ...{ AWS_ENDPOINT_URL_RDS_DATA: proxy.endpoint, AWS_ENDPOINT_URL_S3: s3.endpoint },
    AWS_ACCESS_KEY_ID: rig.context.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: rig.context.credentials.secretAccessKey,
  });
  ({ handler } = await import('../../functions/insights/handler.ts'));
});
afterEach(() => answerAll());
afterAll(async () => {
  await proxy?.close();
  await s3?.close();
  await rig?.close();
});

/** Counts the calls of the database, and lets each pass or meet a fault. */
function answerAll(faultOf: FaultProxy['faultOf'] = () => undefined): void {
  calls = 0;
  proxy.faultOf = (request) => {
    calls += 1;
    return faultOf(request);
  };
}

async function publish(number: number): Promise<string> {
  const runId = runIdOf(number);
  await writeRun(rig.writer, runId, [scoredRow(MARK, { segments: { Contract: MARK } })]);
  await rig.writer.writeModel(modelMetadata(`m-${runId}`));
  expect(await rig.writer.publish(runRecord(runId), 1)).toBe('published');
  await noteAsPublished(runId);
  return runId;
}

async function noteAsPublished(runId: string): Promise<void> {
  const origin = { runId, state: 'published', sourceKey: 'raw/a.csv', contentSha256: 'ab', bytes: 1 };
  const times = { receivedAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };
  const rest = { attempts: 0, failure: null, customers: 1, rejectedRows: 0, modelVersion: null };
  const status = Buffer.from(JSON.stringify({ ...origin, ...times, ...rest }));
  await s3.putObject(BUCKET, runStatusKey(runId), status, 'application/json');
}

async function get(routeKey: string, parts: Parameters<typeof httpEvent>[1] = {}, remainingMs = 29_000) {
  const context = lambdaContext({ getRemainingTimeInMillis: () => remainingMs });
  const { statusCode, headers = {}, body = '' } = await handler(httpEvent(routeKey, parts), context);
  return { status: statusCode, headers, body };
}
const codeOf = (body: string) => errorAnswerSchema.parse(JSON.parse(body)).error.code;

describe('a cluster at rest', () => {
  it('is not asked while no run is published', async () => {
    answerAll(() => PAUSED);
    const { status, body } = await get('GET /api/kpis');
    expect([status, codeOf(body), calls]).toEqual([503, 'NO_PUBLISHED_RUN', 0]);
  });

  it('is waited for as long as the call may take, and then the caller is told to come back', async () => {
    await publish(1);
    answerAll(() => PAUSED);
    await expect
      .poll(async () => codeOf((await get('GET /api/kpis', {}, 2500)).body), PATIENT)
      .toBe('DATABASE_WAKING');
    const { status, headers, body } = await get('GET /api/kpis', {}, 2500);
    expect([status, codeOf(body), headers['retry-after']]).toEqual([503, 'DATABASE_WAKING', '5']);
    expect(calls).toBeGreaterThan(1);
    answerAll(() => (calls < 4 ? PAUSED : undefined));
    expect((await get('GET /api/kpis')).status).toBe(200);
  });

  it('is not woken by what was answered before, and never by a tag that still stands', async () => {
    const first = await get('GET /api/kpis');
    answerAll(() => PAUSED);
    expect((await get('GET /api/kpis')).body).toBe(first.body);
    const headers = { 'if-none-match': String(first.headers.etag) };
    expect((await get('GET /api/kpis', { headers })).status).toBe(304);
    expect(calls).toBe(0);
    expect((await get('GET /api/risk-distribution', {}, 2500)).status).toBe(503);
  });

  it('gives no old figures out for the new run’s', async () => {
    const { runId } = kpisSchema.parse(JSON.parse((await get('GET /api/kpis')).body));
    const newer = await publish(2);
    answerAll(() => PAUSED);
    await expect.poll(async () => (await get('GET /api/kpis', {}, 2500)).status, PATIENT).toBe(503);
    answerAll();
    const after = kpisSchema.parse(JSON.parse((await get('GET /api/kpis')).body));
    expect([runId, after.runId]).toEqual([runIdOf(1), newer]);
  });

  it('that takes a question and never answers is given up before Lambda ends the call', async () => {
    answerAll(() => ({ kind: 'silence' }));
    const { status, body } = await get('GET /api/segments', {}, 2500);
    expect([status, codeOf(body)]).toEqual([503, 'DATABASE_UNAVAILABLE']);
  });
});

describe('the log', () => {
  const customerId = { pathParameters: { customerId: MARK } };
  const query = (parameters: Record<string, string>) => ({ queryStringParameters: parameters });

  it('has each request’s route, status and code, and nothing of a customer, whatever fails', async () => {
    let status: unknown[] = [];
    const log = await writtenMeanwhile(async () => {
      const found = await get('GET /api/customers/{customerId}', customerId);
      expect(customerSchema.parse(JSON.parse(found.body)).customer.customerId).toBe(MARK);
      const questions: ReadonlyArray<readonly [string, Parameters<typeof httpEvent>[1]]> = [
        ['GET /api/customers', query({ q: MARK })],
        ['GET /api/customers', query({ cursor: MARK })],
        ['GET /api/customers', query({ [MARK]: MARK })],
        ['GET /api/segments', query({ by: MARK })],
        ['GET /api/plan', query({ budget: MARK })],
        ['GET /api/runs/{runId}/quality', { pathParameters: { runId: MARK } }],
        ['GET /api/customers/{customerId}', { pathParameters: { customerId: `${MARK}-2` } }],
      ];
      const faults: ReadonlyArray<FaultProxy['faultOf']> = [
        () => undefined,
        () => PAUSED,
        () => ({
          kind: 'answer',
          status: 400,
          type: 'DatabaseErrorException',
          body: `{"message":"near ${MARK}"}`,
        }),
        () => ({ kind: 'answer', status: 500, type: 'Nonsense', body: `<p>${MARK}</p>` }),
        () => ({ kind: 'cut before' }),
        () => ({ kind: 'cut in the answer' }),
      ];
      for (const [index, fault] of faults.entries()) {
        answerAll(fault);
        for (const [routeKey, parts = {}] of questions) {
          const fresh = {
            ...parts.queryStringParameters,
            ...(routeKey.endsWith('s') ? { limit: `${index + 1}` } : {}),
          };
          const answer = await get(routeKey, { ...parts, queryStringParameters: fresh }, 2100);
          status.push(answer.status);
        }
      }
    });
    status = [...new Set(status)].sort();
    expect(status).toEqual([200, 400, 404, 500, 503]);
    expect(log).not.toContain(MARK);
    const lines = logLinesOf(log).filter(({ message }) => message === 'request');
    expect(lines).toHaveLength(43);
    const told = lines.find(({ code }) => code === 'DATABASE_ERROR');
    expect(told).toMatchObject({
      ...{ level: 'ERROR', status: 500, runId: runIdOf(2), modelVersion: `m-${runIdOf(2)}` },
      failure: { cause: { name: 'DatabaseErrorException' } },
    });
  });
});
