import { afterEach, expect, test, vi } from 'vitest';
import { isTerminal, runStateSchema } from '#core/lake/run-status.ts';
import { ApiError } from '../../frontend/src/api/api-error.ts';
import { getJson } from '../../frontend/src/api/client.ts';
import { customersPath, getCustomer, getKpis } from '../../frontend/src/api/routes.ts';
import { object, text } from '../../frontend/src/api/shape.ts';
import { RUN_STATE_NAMES, runStateWords } from '../../frontend/src/format/run-states.ts';
import { errorAnswer, kpis } from './support/fixtures.ts';

afterEach(() => vi.unstubAllGlobals());

const never = new AbortController().signal;

function answerWith(body: string, init: ResponseInit = {}) {
  const call = vi.fn(async () => new Response(body, init));
  vi.stubGlobal('fetch', call);
  return call;
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail('The call did not fail.'),
    (error: unknown) => error,
  );

test('gives the answer that keeps the contract', async () => {
  answerWith(JSON.stringify(kpis()));
  expect(await getKpis(never)).toEqual(kpis());
});

test("an error answer keeps the API's code, message and request id", async () => {
  const body = JSON.stringify(errorAnswer('DATABASE_WAKING', 'Waking.'));
  answerWith(body, { status: 503, headers: { 'retry-after': '5' } });
  const error = await failureOf(getKpis(never));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    code: 'DATABASE_WAKING',
    message: 'Waking.',
    requestId: 'req-7c1f',
    status: 503,
    retryAfterSeconds: 5,
  });
});

test("an error without the contract's body has the status and the gateway's request id", async () => {
  answerWith('{"message":"Forbidden"}', { status: 403, headers: { 'apigw-requestid': 'gw-1' } });
  expect(await failureOf(getKpis(never))).toMatchObject({
    code: 'HTTP_403',
    requestId: 'gw-1',
    retryAfterSeconds: undefined,
  });
});

test.each([
  [401, { message: 'Unauthorized' }, 'The API does not know who you are; sign in again.', undefined],
  [403, { message: 'Forbidden' }, 'You are signed in, but may not see this.', undefined],
  [429, { message: 'Too Many Requests' }, 'The API has too many requests just now.', 5],
])("the gateway's own %i is said in words", async (status, body, message, retryAfterSeconds) => {
  answerWith(JSON.stringify(body), { status });
  expect(await failureOf(getKpis(never))).toMatchObject({
    code: `HTTP_${status}`,
    message,
    retryAfterSeconds,
  });
});

test.each(['-1', '1e9', 'Wed, 21 Oct 2026 07:28:00 GMT', ''])(
  'Retry-After %j is not read',
  async (header) => {
    answerWith('', { status: 503, headers: { 'retry-after': header } });
    expect(await failureOf(getKpis(never))).toMatchObject({ code: 'HTTP_503', retryAfterSeconds: undefined });
  },
);

test.each([
  ['a missing field', { ...kpis(), runId: undefined }, 'answer.runId is not a text'],
  ['a number as text', { ...kpis(), customers: '7043' }, 'answer.customers is not a number'],
  ['a time that is none', { ...kpis(), asOf: 'today' }, 'answer.asOf is not a time'],
  ['a currency that is none', { ...kpis(), currency: 'dollar' }, 'answer.currency is not a currency code'],
  ['a list', [], 'answer is not an object'],
])('%s is an unexpected answer', async (_name, body, fault) => {
  answerWith(JSON.stringify(body));
  const error = await failureOf(getKpis(never));
  expect(error).toMatchObject({ code: 'UNEXPECTED_ANSWER', message: expect.stringContaining(fault) });
});

test('no JSON is an unexpected answer', async () => {
  answerWith('<!doctype html>');
  expect(await failureOf(getKpis(never))).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
});

test('no connection is said to be none, with its cause', async () => {
  const cause = new TypeError('fetch failed');
  vi.stubGlobal('fetch', () => Promise.reject(cause));
  expect(await failureOf(getKpis(never))).toMatchObject({ code: 'API_UNREACHABLE', cause });
});

test('an aborted call ends with the reason of the abort', async () => {
  const abort = new AbortController();
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
    abort.abort('left the screen');
    return Promise.reject(init.signal?.reason);
  });
  expect(await failureOf(getJson('/api/kpis', object<{ a: string }>({ a: text }), abort.signal))).toBe(
    'left the screen',
  );
});

test('an id cannot change the path it is part of', async () => {
  const call = answerWith('{}', { status: 404 });
  await failureOf(getCustomer('../runs?x=1#y/ä', never));
  expect(call).toHaveBeenCalledWith('/api/customers/..%2Fruns%3Fx%3D1%23y%2F%C3%A4', expect.anything());
});

test('only what is asked for is in the query', () => {
  expect(customersPath({ sort: 'customerId', limit: 25, q: 'a&b=c' })).toBe(
    '/api/customers?limit=25&q=a%26b%3Dc&sort=customerId',
  );
});

test("the dashboard knows the API's run states and which of them are final", () => {
  expect([...RUN_STATE_NAMES].toSorted()).toEqual([...runStateSchema.options].toSorted());
  for (const state of RUN_STATE_NAMES) expect(runStateWords(state).ended).toBe(isTerminal(state));
});
