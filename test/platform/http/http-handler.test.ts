import { describe, expect, it } from 'vitest';
import { errorAnswerSchema } from '#core/api/contract.ts';
import { NotFoundError, RequestError, UnavailableError } from '#core/errors.ts';
import { httpHandler } from '#platform/http/http-handler.ts';
import { jsonBody } from '#platform/http/json-body.ts';
import { httpEvent } from '../../support/http-event.ts';
import { lambdaContext } from '../../support/lambda-context.ts';

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
  it('answers a route with JSON that no cache keeps', async () => {
    const handler = httpHandler({ 'GET /x': async () => ({ a: 1 }) });
    const response = await handler(httpEvent('GET /x'), lambdaContext());
    expect(response).toMatchObject({
      statusCode: 200,
      body: '{"a":1}',
      headers: { 'cache-control': 'no-store' },
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
      new UnavailableError('DATABASE_RESUMING', 'waking', { retryAfterSeconds: 15 }),
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

describe('json body', () => {
  it.each([
    [undefined, false, 'BODY_MISSING'],
    ['{"a":', false, 'BODY_NOT_JSON'],
    ['NaN', false, 'BODY_NOT_JSON'],
    [Buffer.from([0x22, 0xff, 0x22]).toString('base64'), true, 'BODY_NOT_UTF8'],
    [`"${'x'.repeat(100)}"`, false, 'BODY_TOO_LARGE'],
  ])('refuses %j', (body, isBase64Encoded, code) => {
    const event = httpEvent('POST /x', { isBase64Encoded, ...(body === undefined ? {} : { body }) });
    expect(() => jsonBody(event, 50)).toThrow(expect.objectContaining({ code }));
  });

  it('counts bytes, not characters', () => {
    expect(() => jsonBody(httpEvent('POST /x', { body: `"${'é'.repeat(30)}"` }), 50)).toThrow(
      expect.objectContaining({ code: 'BODY_TOO_LARGE' }),
    );
  });
});
