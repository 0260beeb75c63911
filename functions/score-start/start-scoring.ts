import { ChurnError } from '#core/errors.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';
import { findChampion } from '#platform/model/champion-pointer.ts';
import type { Executions } from '#platform/orchestration/executions.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { logger } from '#platform/telemetry/logger.ts';

export interface StartPorts extends StagePorts {
  readonly executions: Executions;
}

/** A run that was begun on in vain every hour for a month needs a person. */
const MOST_ATTEMPTS = 1000;

/** Starts the scoring of the champion's run unless it has come to an end, or is under way. */
export async function startScoring(
  { store, ledger, executions }: StartPorts,
  belongsTo: (runId: string) => void,
): Promise<void> {
  const champion = await findChampion(store);
  if (champion === undefined) return logger.info('no champion yet');
  const { runId, modelVersion } = champion;
  belongsTo(runId);
  const status = await ledger.find(runId);
  if (status?.state === 'published' || status?.state === 'superseded') {
    return logger.info('nothing new to score');
  }
  const execution = await startNextAttempt(executions, { runId, modelVersion });
  logger.info('scoring', { execution, modelVersion });
}

/**
 * The execution under way, or the one after the last that has ended. Its name follows from the run, the model and how
 * many came before, so that events which come twice, even at once, start one execution.
 * @throws ChurnError `ATTEMPTS_EXHAUSTED`
 */
async function startNextAttempt(executions: Executions, order: ScoringOrder): Promise<string> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const name = `${order.runId}-${order.modelVersion}-${attempt}`;
    if ((await executions.start(name, order)) === 'under way') return name;
  }
  throw new ChurnError('ATTEMPTS_EXHAUSTED', `Scoring has failed ${MOST_ATTEMPTS} times.`);
}
