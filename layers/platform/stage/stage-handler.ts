import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { ChurnError, DataError } from '#core/errors.ts';
import type { RunFailure, Stage } from '#core/lake/run-status.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import { logger } from '../telemetry/logger.ts';
import { type ObjectArrival, parseObjectEvent } from './object-events.ts';

/** Time kept back at the end of a call to write down that it ran out. */
const TIMEOUT_RESERVE_MS = 2000;

export interface StageOptions {
  readonly stage: Stage;
  readonly ledger: RunLedger;
  /** What an event asks for. @default the objects of an S3 notification */
  readonly objectsOf?: (event: unknown) => readonly ObjectArrival[];
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
  work,
}: StageOptions): StageHandler {
  let runId: string | undefined;
  const note = async (error: unknown) => {
    const failure = failureOf(stage, error);
    logger.error('stage failed', { stage, failure, error: error as Error });
    if (runId !== undefined) await ledger.fail(runId, failure);
  };
  const handler = middy({ timeoutEarlyInMillis: TIMEOUT_RESERVE_MS, timeoutEarlyResponse: throwTimeout })
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use({
      onError: async (request) => {
        // The first error is the one to tell, should the bucket fail too.
        await note(request.error).catch((error: Error) => logger.error('failure not noted', { error }));
      },
    })
    .handler(async (event: unknown) => {
      runId = undefined;
      for (const object of objectsOf(event)) {
        try {
          await work(object, (id) => {
            runId = id;
            logger.appendKeys({ runId: id });
          });
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
          await note(error);
        }
      }
    });
  return handler as unknown as StageHandler;
}

function failureOf(stage: Stage, error: unknown): RunFailure {
  const retryable = !(error instanceof DataError);
  const code = error instanceof ChurnError ? error.code : 'STAGE_FAILED';
  const message = error instanceof Error ? error.message : String(error);
  return { stage, code, message, retryable };
}

function throwTimeout(): never {
  throw new ChurnError('STAGE_TIMED_OUT', 'The stage ran out of time.');
}
