/** Ctrl-C reaches this process from the terminal and once more by npm, which passes it on. */
const SAME_SIGNAL_MS = 2_000;
const FORCED_EXIT_CODE = 130;

/** When to stop, and whether because of a fault. */
export interface StopSignals {
  readonly signal: AbortSignal;
  /** Whether a part crashed; the signal's reason is then its error. */
  readonly crashed: () => boolean;
}

/**
 * Aborts at the first SIGINT, SIGTERM or SIGHUP, or at an error that nobody caught. A signal that comes more than
 * `sameSignalMs` after the first one ends the process at once.
 */
export function listenForStop(sameSignalMs = SAME_SIGNAL_MS): StopSignals {
  const stopping = new AbortController();
  let crashed = false;
  let firstAtMs = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      const nowMs = performance.now();
      if (!stopping.signal.aborted) {
        firstAtMs = nowMs;
        stopping.abort(new Error(`stopped by ${name}`));
      } else if (nowMs - firstAtMs > sameSignalMs) {
        process.exit(FORCED_EXIT_CODE);
      }
    });
  }
  const crash = (error: unknown) => {
    console.error(error);
    crashed = true;
    firstAtMs = performance.now();
    stopping.abort(error);
  };
  // A closed terminal or pipe is no reason to stop in another way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  return { signal: stopping.signal, crashed: () => crashed };
}
