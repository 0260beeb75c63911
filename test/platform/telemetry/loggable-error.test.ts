import { expect, it } from 'vitest';
import { ChurnError, DataError, RequestError, UnavailableError } from '#core/errors.ts';
import { loggableError } from '#platform/telemetry/loggable-error.ts';

const SECRET = '7590-VHVEG';
const quoting = (name: string) => Object.assign(new Error(`near '${SECRET}'\n    at ${SECRET}`), { name });

it('tells the plain message of an error of ours, and where it came from', () => {
  const { message, at, ...rest } = loggableError(new ChurnError('MODEL_INVALID', 'm-1 names no candidate.'));
  expect(rest).toEqual({ name: 'ChurnError', code: 'MODEL_INVALID' });
  expect(message).toBe('m-1 names no candidate.');
  expect(at[0]).toContain('loggable-error.test.ts');
});

it.each<[string, unknown]>([
  ['another’s message', quoting('DatabaseErrorException')],
  ['another’s message that ours quotes', new ChurnError('X', SECRET, { cause: quoting('SqlError') })],
  [
    'a cause of a cause',
    new ChurnError('X', 'x', { cause: new ChurnError('Y', 'y', { cause: quoting('Z') }) }),
  ],
  ['what is wrong with a file', new DataError('CSV', `line 7: ${SECRET}`)],
  ['what is wrong with a request', new RequestError('BAD', SECRET, [{ path: 'a', message: SECRET }])],
  ['what was thrown that is no error', SECRET],
  ['no database', new UnavailableError('DB', 'away', { retryAfterSeconds: 1, cause: quoting('E') })],
])('says nothing of a customer by %s', (_name, error) => {
  expect(JSON.stringify(loggableError(error))).not.toContain(SECRET);
});

it('follows causes, but not for ever', () => {
  const circular = new Error('x');
  circular.cause = circular;
  const told = JSON.stringify(loggableError(circular));
  expect(told.match(/"cause"/g)).toHaveLength(5);
  const { cause } = loggableError(new ChurnError('X', 'x', { cause: quoting('SqlError') }));
  expect(cause?.name).toBe('SqlError');
});
