import { stageHandler } from '#platform/stage/stage-handler.ts';
import { ecsTrainingTasks } from '#platform/training-task/ecs-training-tasks.ts';
import { train } from './train.ts';
import { trainingPortsFromEnvironment } from './training-ports.ts';

const ports = { ...trainingPortsFromEnvironment(), tasks: ecsTrainingTasks() };

/** features/<runId>/profile.json → models/<version>/model.onnx, metadata.json → models/champion.json, here or in a task. */
export const handler = stageHandler({
  stage: 'train',
  ledger: ports.ledger,
  work: (object, belongsTo) => train(ports, object, belongsTo),
});
