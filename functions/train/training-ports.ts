import { availableParallelism, totalmem } from 'node:os';
import { ChurnError } from '#core/errors.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { type StagePorts, stagePortsFromEnvironment } from '#platform/stage/object-stage.ts';

/** What a training works with: the stage's ports, and the machine it is on. */
export interface TrainingPorts extends StagePorts {
  /** All memory of the function or the task; where that runs on a machine with less, the machine's. */
  readonly memoryMib: number;
  readonly threads: number;
}

/**
 * The ports that the template's variables name, on this machine's cores.
 * @throws ChurnError `ENVIRONMENT_INCOMPLETE` where a variable is missing, or the memory is no number
 */
export function trainingPortsFromEnvironment(): TrainingPorts {
  const givenMib = Number(requiredEnvironment('TRAINING_MEMORY_MB'));
  if (!(givenMib > 0)) throw new ChurnError('ENVIRONMENT_INCOMPLETE', 'TRAINING_MEMORY_MB is no number.');
  const memoryMib = Math.min(givenMib, Math.floor(totalmem() / 2 ** 20));
  return { ...stagePortsFromEnvironment(), memoryMib, threads: availableParallelism() };
}
