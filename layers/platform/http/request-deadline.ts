import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'aws-lambda';

/** Kept back at the end of a call, so that an answer which says that time ran out can still be sent. */
const RESERVE_MS = 2_000;

const deadlines = new AsyncLocalStorage<number>();

/** Does a request's work, in which `requestTimeLeftMs` counts down to shortly before Lambda ends the call. */
export function withinRequest<T>(
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  work: () => Promise<T>,
): Promise<T> {
  return deadlines.run(performance.now() + context.getRemainingTimeInMillis() - RESERVE_MS, work);
}

/** Milliseconds that the request under way may still take, at least 0; undefined outside of `withinRequest`. */
export function requestTimeLeftMs(): number | undefined {
  const deadlineMs = deadlines.getStore();
  return deadlineMs === undefined ? undefined : Math.max(0, deadlineMs - performance.now());
}
