import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { isRunId } from '#core/lake/keys.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { logger } from '#platform/telemetry/logger.ts';

/** What EventBridge tells of a training task that did not end well; the run is who started it. */
export const taskEventSchema = z.object({
  source: z.literal('aws.ecs'),
  detail: z.object({
    startedBy: z.string(),
    stoppedReason: z.string().optional(),
    containers: z.array(z.object({ exitCode: z.number().optional(), reason: z.string().optional() })),
  }),
});
export type TaskEvent = z.infer<typeof taskEventSchema>;

/**
 * Notes at its run that a training task ended before its work was done, unless the task did so itself.
 * @throws ChurnError `RECORD_INVALID` for a task that no run started
 */
export async function giveUpTask(
  { ledger }: Pick<StagePorts, 'ledger'>,
  { detail: { startedBy: runId, stoppedReason, containers } }: TaskEvent,
): Promise<void> {
  if (!isRunId(runId)) throw new ChurnError('RECORD_INVALID', `No run started the task: ${runId}`);
  const reasons = containers.flatMap(({ exitCode, reason }) => [
    reason,
    exitCode === undefined ? undefined : `exit code ${exitCode}`,
  ]);
  const said = [stoppedReason, ...reasons].filter((text) => text !== undefined).join(', ');
  logger.error('training task given up', { runId, said });
  const message = `The training task ended before its work was done: ${said || 'it did not say why'}`;
  await ledger.giveUp(runId, { stage: 'train', code: 'STAGE_GIVEN_UP', message, retryable: true });
}
