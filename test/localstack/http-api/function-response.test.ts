import { expect, test } from 'vitest';
import { LambdaServiceError } from '../../../localstack/lambda/lambda-error.ts';
import { answering, api, type Invoke } from './test-api.ts';

test('a structured answer is sent as it says', async () => {
  const { endpoint } = await api(
    answering({
      statusCode: 201,
      headers: { 'X-Number': 5, 'Content-Type': 'text/csv', 'Content-Length': 999, Connection: 'close' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    }),
  );
  const response = await fetch(endpoint);
  expect(response.status).toBe(201);
  expect(response.headers.get('x-number')).toBe('5');
  expect(response.headers.get('content-type')).toBe('text/csv');
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
});

test.each([
  ['an object', { answer: 'ä' }, '{"answer":"ä"}'],
  ['a string', 'Hello', 'Hello'],
  ['a list', [1, 2], '[1,2]'],
  ['nothing', null, 'null'],
])('%s without a status code is a 200 in JSON', async (_name, value, text) => {
  const { endpoint } = await api(answering(value));
  const response = await fetch(endpoint);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(await response.text()).toBe(text);
});

test.each([
  ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
  ['a status that is none', { statusCode: 'fine' }],
  ['a status out of range', { statusCode: 700 }],
  ['a header that would break the answer', { statusCode: 200, headers: { 'x-a': 'b\r\nx-c: d' } }],
  ['a header name that is none', { statusCode: 200, headers: { 'x a': 'b' } }],
])('%s is a 500', async (_name, value) => {
  const { endpoint, logged } = await api(answering(value));
  const response = await fetch(endpoint);
  expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  expect(logged).toHaveLength(1);
});

test('an answer without a body or content type is empty text, and 204 has no length', async () => {
  const empty = await fetch((await api(answering({ statusCode: 200 }))).endpoint);
  expect(empty.headers.get('content-type')).toBe('text/plain;charset=utf-8');
  expect(empty.headers.get('content-length')).toBe('0');
  const none = await fetch((await api(answering({ statusCode: 204, body: 'x' }))).endpoint);
  expect([none.status, await none.text(), none.headers.get('content-length')]).toEqual([204, '', null]);
});

test.each<[string, Invoke, number, string]>([
  [
    'fails',
    async () => ({ payload: '{"errorMessage":"x"}', functionError: 'Unhandled' }),
    500,
    'Internal Server Error',
  ],
  [
    'is unknown',
    () => Promise.reject(refusal('ResourceNotFoundException', 404)),
    500,
    'Internal Server Error',
  ],
  [
    'is throttled',
    () => Promise.reject(refusal('TooManyRequestsException', 429)),
    503,
    'Service Unavailable',
  ],
  [
    'gets too large an event',
    () => Promise.reject(refusal('RequestEntityTooLargeException', 413)),
    413,
    'Request Entity Too Large',
  ],
])('a function that %s is answered as by API Gateway', async (_name, invoke, status, message) => {
  const response = await fetch((await api(invoke)).endpoint);
  expect([response.status, await response.json()]).toEqual([status, { message }]);
});

const refusal = (code: ConstructorParameters<typeof LambdaServiceError>[0], statusCode: number) =>
  new LambdaServiceError(code, statusCode, 'refused');
