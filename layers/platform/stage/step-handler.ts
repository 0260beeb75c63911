import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { ChurnError, DataError } from '#core/errors.ts';
import type { Stage } from '#core/lake/run-status.ts';
import type { RunLedger } from '../runs/run-ledger.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import { logger } from '../telemetry/logger.ts';
import { recordStage } from '../telemetry/stage-metrics.ts';
import { failureOf, TIMEOUT_RESERVE_MS, throwTimeout } from './stage-handler.ts';

/** What every step of a state machine is told. */
interface StepOrder {
  readonly runId: string;
}

export interface StepOptions<Order extends StepOrder, Answer> {
  readonly stage: Stage;
  readonly ledger: RunLedger;
  readonly order: z.ZodType<Order>;
  readonly work: (order: Order) => Promise<Answer>;
  /** Of the stage's last step: when the stage began, for its metrics. @default the step is not the last */
  readonly stageStartedAt?: (order: Order) => string;
}

export type StepHandler = (event: unknown, context: Context) => Promise<unknown>;

/**
 * The Lambda handler of one step of a stage that a state machine runs, which tries it again and tells of its failure.
 * Only a DataError, which is not tried again, is noted at the run here, since its own words say more. An order that
 * cannot be read is the ChurnError `EVENT_INVALID`.
 */
export function stepHandler<Order extends StepOrder, Answer>({
  stage,
  ledger,
  order: orderSchema,
  work,
  stageStartedAt,
}: StepOptions<Order, Answer>): StepHandler {
  const begun = { runId: undefined as string | undefined, atMs: 0 };
  const note = async (error: unknown) => {
    const failure = failureOf(stage, error);
    const { code, retryable } = failure;
    recordStage({ stage, durationMs: Date.now() - begun.atMs, failed: true });
    logger.error('step failed', { stage, code, retryable, failure: loggableError(error) });
    if (begun.runId !== undefined && error instanceof DataError) await ledger.fail(begun.runId, failure);
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
      Object.assign(begun, { runId: undefined, atMs: Date.now() });
      const order = parsed(orderSchema, event);
      begun.runId = order.runId;
      logger.appendKeys({ runId: order.runId });
      const answer = await work(order);
      if (stageStartedAt !== undefined) {
        const durationMs = Date.now() - Date.parse(stageStartedAt(order));
        const run = await ledger.find(order.runId).catch(() => undefined);
        recordStage({ stage, durationMs, failed: false, run });
      }
      return answer;
    });
  return handler as unknown as StepHandler;
}

function parsed<T>(schema: z.ZodType<T>, event: unknown): T {
  const result = schema.safeParse(event);
  if (result.success) return result.data;
  throw new ChurnError('EVENT_INVALID', `Not what this step is told: ${result.error.message}`);
}
