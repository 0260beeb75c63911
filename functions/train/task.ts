/** Entry of the training task: RUN_ID names the run. Ends with 0, or with 1 where the run has to be tried again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { requiredEnvironment } from '#platform/environment.ts';
import { loggableError } from '#platform/telemetry/loggable-error.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { trainInTask } from './train-in-task.ts';
import { trainingPortsFromEnvironment } from './training-ports.ts';

const PAUSE_MS = 5000;

const runId = requiredEnvironment('RUN_ID');
logger.appendKeys({ runId });
trainInTask(trainingPortsFromEnvironment(), runId, () => sleep(PAUSE_MS)).then(
  (isDone) => {
    process.exitCode = isDone ? 0 : 1;
  },
  (error: Error) => {
    logger.error('training task broke', { failure: loggableError(error) });
    process.exitCode = 1;
  },
);
