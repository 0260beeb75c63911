import { describe, expect, it } from 'vitest';
import { errorAnswerSchema } from '#core/api/contract.ts';
import { ChurnError, NotFoundError, RequestError, UnavailableError } from '#core/errors.ts';
import { httpHandler, type Route } from '#platform/http/http-handler.ts';
import { jsonBody } from '#platform/http/json-body.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { httpEvent } from '../../support/http-event.ts';
import { lambdaContext } from '../../support/lambda-context.ts';
import { emfOf, logLinesOf } from '../../support/log-lines.ts';
import { writtenMeanwhile } from '../../support/written.ts';

async function answerTo(thrown: Error) {
  const handler = httpHandler({ 'GET /x': () => Promise.reject(thrown) });
  const response = await handler(httpEvent('GET /x'), lambdaContext());
  return {
    status: response.statusCode,
    headers: response.headers,
    body: errorAnswerSchema.parse(JSON.parse(response.body ?? '')),
  };
}

describe('http handler', () => {
  it('answers a route with JSON that no cache keeps and no browser takes for a page', async () => {
    const handler = httpHandler({ 'GET /x': async () => ({ a: 1 }) });
    const response = await handler(httpEvent('GET /x'), lambdaContext());
    expect(response).toMatchObject({
      statusCode: 200,
      body: '{"a":1}',
      headers: {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      },
    });
  });

  it('names the fields of a bad request', async () => {
    const { status, body } = await answerTo(
      new RequestError('BAD', 'no', [{ path: 'a', message: 'is odd' }]),
    );
    expect(status).toBe(400);
    expect(body).toEqual({
      error: { code: 'BAD', message: 'no', fields: [{ path: 'a', message: 'is odd' }] },
      requestId: 'request-1',
    });
  });

  it('tells apart what is not there, what is too large and what is not there yet', async () => {
    expect((await answerTo(new NotFoundError('X', 'gone'))).status).toBe(404);
    expect((await answerTo(new RequestError('BODY_TOO_LARGE', 'big'))).status).toBe(413);
    const waking = await answerTo(
      new UnavailableError('DATABASE_WAKING', 'waking', { retryAfterSeconds: 15 }),
    );
    expect(waking.status).toBe(503);
    expect(waking.headers).toMatchObject({ 'retry-after': '15' });
  });

  it('says nothing of the inside when something breaks', async () => {
    const { status, body } = await answerTo(new Error('password=hunter2 at db.internal'));
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });
});

describe('what a request leaves behind', () => {
  const SECRET = '7590-VHVEG';
  /** The handler’s log of a request whose every part is marked. */
  const logOf = (route: Route) =>
    writtenMeanwhile(async () => {
      const marked = { [SECRET]: SECRET };
      const event = httpEvent('POST /x', {
        ...{ body: SECRET, rawPath: `/${SECRET}`, rawQueryString: SECRET, cookies: [SECRET] },
        ...{ headers: marked, queryStringParameters: marked, pathParameters: marked },
      });
      await httpHandler({ 'POST /x': route })(event, lambdaContext());
    });

  it('is one line with its ids, route, status and duration, and its metrics', async () => {
    const log = await logOf(async () => {
      logger.appendKeys({ runId: 'run-1', modelVersion: 'm-1' });
      return { secret: SECRET };
    });
    expect(logLinesOf(log)).toEqual([
      expect.objectContaining({
        ...{ level: 'INFO', message: 'request', requestId: 'request-1', routeKey: 'POST /x', status: 200 },
        ...{ durationMs: expect.any(Number), runId: 'run-1', modelVersion: 'm-1' },
      }),
    ]);
    const [emf] = emfOf(log);
    expect(emf).toMatchObject({
      namespace: 'ChurnRevenue',
      dimensions: [['service'], ['service', 'route']],
      values: { route: 'POST /x', Faults: 0, Unavailable: 0, Refusals: 0 },
    });
    expect(emf?.metrics).toContain('RequestDurationMs');
    expect(log).not.toContain(SECRET);
  });

  it('does not keep one request’s ids for the next', async () => {
    const handler = httpHandler({
      'GET /a': async () => logger.appendKeys({ runId: 'run-1' }),
      'GET /b': async () => ({}),
    });
    const log = await writtenMeanwhile(async () => {
      await handler(httpEvent('GET /a'), lambdaContext());
      await handler(httpEvent('GET /b'), lambdaContext());
    });
    expect(logLinesOf(log).map(({ runId }) => runId)).toEqual(['run-1', undefined]);
  });

  const cause = new Error(`near ${SECRET}`);
  it.each<[Error, number, string, string | undefined]>([
    [new RequestError('BAD', SECRET, [{ path: SECRET, message: SECRET }]), 400, 'Refusals', 'BAD'],
    [new NotFoundError('GONE', SECRET), 404, 'Refusals', 'GONE'],
    [new UnavailableError('AWAY', SECRET, { retryAfterSeconds: 1, cause }), 503, 'Unavailable', 'AWAY'],
    [new ChurnError('DATABASE_ERROR', SECRET, { cause }), 500, 'Faults', 'DATABASE_ERROR'],
    [new TypeError(`no ${SECRET}`, { cause }), 500, 'Faults', undefined],
  ])('tells of %s by its code alone', async (error, status, metric, code) => {
    const log = await logOf(() => Promise.reject(error));
    expect(logLinesOf(log)).toEqual([expect.objectContaining({ status, routeKey: 'POST /x' })]);
    expect(logLinesOf(log)[0]?.code).toBe(code);
    expect(emfOf(log)[0]?.values[metric]).toBe(1);
    expect(log).not.toContain(SECRET);
  });
});

describe('json body', () => {
  it.each([
    [undefined, false, 'BODY_MISSING'],
    ['{"a":', false, 'BODY_NOT_JSON'],
    ['NaN', false, 'BODY_NOT_JSON'],
    [Buffer.from([0x22, 0xff, 0x22]).toString('base64'), true, 'BODY_NOT_UTF8'],
    [`"${'x'.repeat(100)}"`, false, 'BODY_TOO_LARGE'],
    ['['.repeat(33), false, 'BODY_TOO_DEEP'],
  ])('refuses %j', (body, isBase64Encoded, code) => {
    const event = httpEvent('POST /x', { isBase64Encoded, ...(body === undefined ? {} : { body }) });
    expect(() => jsonBody(event, 50)).toThrow(expect.objectContaining({ code }));
  });

  it('counts brackets, but not those of strings', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const brackets = JSON.stringify({ a: `\\"${'['.repeat(50)}`, 'b\\': ['[{'.repeat(50)] });
    for (const body of [nested(32), `[${'[],'.repeat(100)}[]]`, brackets]) {
      expect(jsonBody(httpEvent('POST /x', { body }), 1000)).toEqual(JSON.parse(body));
    }
    const deep = httpEvent('POST /x', { body: '{"a":'.repeat(200_000) });
    expect(() => jsonBody(deep, 2_000_000)).toThrow(expect.objectContaining({ code: 'BODY_TOO_DEEP' }));
  });

  it('counts bytes, not characters', () => {
    expect(() => jsonBody(httpEvent('POST /x', { body: `"${'é'.repeat(30)}"` }), 50)).toThrow(
      expect.objectContaining({ code: 'BODY_TOO_LARGE' }),
    );
  });
});
