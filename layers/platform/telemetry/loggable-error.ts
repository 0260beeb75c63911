import { ChurnError, DataError, RequestError } from '#core/errors.ts';

const MAX_CAUSES = 5;

/** What the log may say of an error. */
export interface LoggableError {
  readonly name: string;
  readonly code?: string;
  /** Of an error of ours that neither quotes another nor speaks of what somebody sent. */
  readonly message?: string;
  /** The lines of its stack, without the message. */
  readonly at: readonly string[];
  readonly cause?: LoggableError;
}

/**
 * An error fit for the log, where a customer's data must not be. Messages of other makers may quote data (a database
 * its values, a parser its input), and so may ours that pass such a message on or tell what is wrong with a file or a
 * request: of those the log has the name, the code and the place alone.
 */
export function loggableError(error: unknown, maxCauses = MAX_CAUSES): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const speaksOfData = error instanceof DataError || error instanceof RequestError;
  const isPlain = error instanceof ChurnError && error.cause === undefined && !speaksOfData;
  return {
    name: error.name,
    ...code,
    ...(isPlain ? { message: error.message } : {}),
    at: framesOf(error),
    ...(error.cause === undefined || maxCauses === 0
      ? {}
      : { cause: loggableError(error.cause, maxCauses - 1) }),
  };
}

/** Stack lines that are places; the message before them may have many lines. */
function framesOf({ stack = '', message }: Error): string[] {
  const places = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack;
  return places
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line));
}
