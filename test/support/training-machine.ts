import type { StageWork } from '#platform/stage/object-stage.ts';
import { type TrainPorts, train } from '../../functions/train/train.ts';

/** The function's machine, as the template has it. */
export const FUNCTION_MACHINE = { memoryMib: 3008, threads: 2 };

/** Whoever is asked for a task fails the test. */
const noTasks: TrainPorts['tasks'] = {
  start: async ({ runId }) => {
    throw new Error(`A task was asked for to train ${runId}.`);
  },
};

/** The train stage where every run fits into the function. */
export const trainInFunction: StageWork = (ports, object, belongsTo) =>
  train({ ...ports, ...FUNCTION_MACHINE, tasks: noTasks }, object, belongsTo);
