import type { GivenUpScoring } from '#core/lake/scoring-orders.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { logger } from '#platform/telemetry/logger.ts';

/** Notes at its run that scoring was given up, and where and why, unless the run says already. */
export async function giveUpScoring(
  { ledger }: Pick<StagePorts, 'ledger'>,
  { runId, part, error }: GivenUpScoring,
): Promise<void> {
  const said = messageOf(error);
  logger.error('scoring given up', { runId, part, error: error.Error });
  const what = part === undefined ? 'Scoring' : `Scoring of part ${part}`;
  const message = `${what} was given up after its last attempt: ${said}`;
  await ledger.giveUp(runId, { stage: 'score', code: 'STAGE_GIVEN_UP', message, retryable: true });
}

/** A function's error is told as JSON, other errors in words or only by their name. */
function messageOf({ Error: name, Cause }: GivenUpScoring['error']): string {
  if (Cause === undefined || Cause === '') return name;
  try {
    const told: unknown = JSON.parse(Cause);
    if (typeof told === 'object' && told !== null && 'errorMessage' in told) return String(told.errorMessage);
  } catch {
    // In words.
  }
  return Cause;
}
