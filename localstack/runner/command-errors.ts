import { isExpected } from './expected-errors.ts';

/** What a command says of the error that ended it; of a slip in its arguments also how it is used. */
export function commandMessage(error: unknown, usage: string): string {
  if (isExpected(error)) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('ERR_PARSE_ARGS')) return `${(error as Error).message}\n${usage}`;
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'The local cloud has stopped.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
