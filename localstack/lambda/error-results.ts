import type { InvocationResult } from '../services.ts';

/** The largest answer of a synchronous call, in bytes of UTF-8: 6 MB and a little, as in AWS. */
export const MAX_RESPONSE_BYTES = 6_291_556;

/** A failed call's result, whose payload is the error document. */
export function unhandled(document: object): InvocationResult {
  return { payload: JSON.stringify(document), functionError: 'Unhandled' };
}

/** The result of a handler that did not answer in time. */
export function timedOut(requestId: string, timeoutSeconds: number, now: Date): InvocationResult {
  const errorMessage = `${now.toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return unhandled({ errorMessage });
}

/** The result of a process that ended before it answered. */
export function exited(
  requestId: string,
  exitCode: number | null,
  signal: NodeJS.Signals | null,
): InvocationResult {
  return unhandled({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${exitReason(exitCode, signal)}`,
  });
}

/** The result of an answer over MAX_RESPONSE_BYTES. */
export function responseTooLarge(): InvocationResult {
  return unhandled({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  });
}

const SIGNAL_NAMES: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
};

function exitReason(exitCode: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `with error: signal: ${SIGNAL_NAMES[signal] ?? signal}`;
  return exitCode === 0 ? 'without providing a reason' : `with error: exit status ${exitCode}`;
}
