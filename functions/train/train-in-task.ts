import { DataError } from '#core/errors.ts';
import { MAX_ATTEMPTS } from '#core/lake/run-transitions.ts';
import { failureOf } from '#platform/stage/stage-handler.ts';
import { loggableError } from '#platform/telemetry/loggable-error.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { recordStage } from '#platform/telemetry/stage-metrics.ts';
import { trainRun } from './train-run.ts';
import type { TrainingPorts } from './training-ports.ts';

const STAGE = 'train';

/**
 * A whole training in a process of its own, tried as often as Lambda tries a stage; every failure is noted at the run.
 * @param pause Waits between two attempts.
 * @returns Whether the task did what it was for: a run whose data cannot be used has ended, and that is its end.
 */
export async function trainInTask(
  ports: TrainingPorts,
  runId: string,
  pause: () => Promise<unknown>,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const startedAtMs = performance.now();
    const record = (failed: boolean) =>
      recordStage({ stage: STAGE, durationMs: performance.now() - startedAtMs, failed });
    try {
      await trainRun(ports, runId);
      record(false);
      return true;
    } catch (error) {
      const failure = failureOf(STAGE, error);
      const { code, retryable } = failure;
      record(true);
      logger.error('stage failed', { stage: STAGE, code, retryable, attempt, failure: loggableError(error) });
      await ports.ledger.fail(runId, failure);
      if (error instanceof DataError) return true;
      if (attempt >= MAX_ATTEMPTS) return false;
      await pause();
    }
  }
}
