import { ChurnError, UnavailableError } from '#core/errors.ts';

const RETRY_AFTER_SECONDS = 5;

/** Errors of the moment: nothing is wrong with the statement, and the same one may succeed in a while. */
const UNAVAILABLE = new Set([
  'DatabaseUnavailableException',
  'InternalServerErrorException',
  'ServiceUnavailableError',
  'ThrottlingException',
  'TimeoutError',
  'AbortError',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);
/** The transaction is gone: the server was restarted, or it idled too long. All of it may be done again. */
const TRANSACTION_GONE = 'TransactionNotFoundException';
/** MySQL's errors 1213 and 1205: another session was faster. The statement had no effect. */
const CONFLICT = /deadlock found|lock wait timeout exceeded/i;

export type FaultKind = 'resuming' | 'unavailable' | 'conflict' | 'lasting';

/** What may be done about an error of the SDK. */
export function kindOfFault(error: unknown): FaultKind {
  if (!(error instanceof Error)) return 'lasting';
  if (error.name === 'DatabaseResumingException') return 'resuming';
  const code = 'code' in error ? String(error.code) : '';
  if (UNAVAILABLE.has(error.name) || UNAVAILABLE.has(code) || error.name === TRANSACTION_GONE)
    return 'unavailable';
  return CONFLICT.test(error.message) ? 'conflict' : 'lasting';
}

/** The project's error for one of the SDK's; errors that are none of the SDK's pass unchanged. */
export function toChurnError(error: unknown): unknown {
  if (error instanceof ChurnError || !(error instanceof Error)) return error;
  const options = { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error };
  switch (kindOfFault(error)) {
    case 'resuming':
      return new UnavailableError('DATABASE_WAKING', 'The database is waking up.', options);
    case 'unavailable':
      return new UnavailableError('DATABASE_UNAVAILABLE', 'The database does not answer.', options);
    case 'conflict':
      return new UnavailableError('DATABASE_BUSY', 'The database is busy with the same rows.', options);
    case 'lasting':
      return '$metadata' in error
        ? new ChurnError('DATABASE_ERROR', `The database refused: ${error.message}`, { cause: error })
        : error;
  }
}
