import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { ChurnError, DataError } from '#core/errors.ts';
import type { RunFailure, Stage } from '#core/lake/run-status.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import { logger } from '../telemetry/logger.ts';
import { recordStage } from '../telemetry/stage-metrics.ts';
import { type ObjectArrival, parseObjectEvent } from './object-events.ts';

/** Time kept back at the end of a call to write down that it ran out. */
export const TIMEOUT_RESERVE_MS = 2000;

export interface StageOptions {
  readonly stage: Stage;
  readonly ledger: RunLedger;
  /** What an event asks for. @default the objects of an S3 notification */
  readonly objectsOf?: (event: unknown) => readonly ObjectArrival[];
  /** Whether the work is all of the stage, so that its end counts as the stage's. @default true */
  readonly isWholeStage?: boolean;
  /** Does one object's work; calls `belongsTo` as soon as it knows the run, so that a failure is noted there. */
  readonly work: (object: ObjectArrival, belongsTo: (runId: string) => void) => Promise<void>;
}

export type StageHandler = (event: unknown, context: Context) => Promise<unknown>;

/**
 * The Lambda handler of a pipeline stage. A DataError ends its run with its message and is not tried again, nor does it
 * keep the event's other objects from their work; any other error is noted and thrown, so that Lambda tries once more
 * and then puts the event into the dead-letter queue.
 */
export function stageHandler({
  stage,
  ledger,
  objectsOf = parseObjectEvent,
  isWholeStage = true,
  work,
}: StageOptions): StageHandler {
  let runId: string | undefined;
  let startedAt = new Date();
  const begin = () => {
    runId = undefined;
    startedAt = new Date();
  };
  const note = async (error: unknown) => {
    const failure = failureOf(stage, error);
    // The message may quote the file's own words; it goes to the run's state, the error's place and code to the log.
    const { code, retryable } = failure;
    recordStage({ stage, durationMs: msSince(startedAt), failed: true });
    logger.error('stage failed', { stage, code, retryable, failure: loggableError(error) });
    if (runId !== undefined) await ledger.fail(runId, failure);
  };
  /** A run that was not written to meanwhile was done before: its rows are counted already. */
  const recordDone = async () => {
    const run = runId === undefined ? undefined : await ledger.find(runId).catch(() => undefined);
    const isCounted = run === undefined || run.updatedAt < startedAt.toISOString();
    recordStage({ stage, durationMs: msSince(startedAt), failed: false, run: isCounted ? undefined : run });
  };
  const handler = middy({ timeoutEarlyInMillis: TIMEOUT_RESERVE_MS, timeoutEarlyResponse: throwTimeout })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use({
      onError: async (request) => {
        // The first error is the one to tell, should the bucket fail too.
        await note(request.error).catch((error) =>
          logger.error('failure not noted', { failure: loggableError(error) }),
        );
      },
    })
    .handler(async (event: unknown) => {
      begin();
      for (const object of objectsOf(event)) {
        begin();
        try {
          await work(object, (id) => {
            runId = id;
            logger.appendKeys({ runId: id });
          });
          if (isWholeStage) await recordDone();
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
          await note(error);
        }
      }
    });
  return handler as unknown as StageHandler;
}

/** What a stage's error says of its run: a DataError is final, any other may be of the moment. */
export function failureOf(stage: Stage, error: unknown): RunFailure {
  const retryable = !(error instanceof DataError);
  const code = error instanceof ChurnError ? error.code : 'STAGE_FAILED';
  const message = error instanceof Error ? error.message : String(error);
  return { stage, code, message, retryable };
}

const msSince = (time: Date) => Date.now() - time.getTime();

/** @throws ChurnError `STAGE_TIMED_OUT` */
export function throwTimeout(): never {
  throw new ChurnError('STAGE_TIMED_OUT', 'The stage ran out of time.');
}
