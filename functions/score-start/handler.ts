import { CHAMPION_KEY } from '#core/lake/keys.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { sfnExecutions } from '#platform/orchestration/sfn-executions.ts';
import { stagePortsFromEnvironment } from '#platform/stage/object-stage.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { startScoring } from './start-scoring.ts';

const ports = {
  ...stagePortsFromEnvironment(),
  executions: sfnExecutions(requiredEnvironment('SCORING_STATE_MACHINE')),
};

/** models/champion.json, or the hour → an execution of the scoring of the champion's run. */
export const handler = stageHandler({
  stage: 'score',
  ledger: ports.ledger,
  objectsOf: () => [{ key: CHAMPION_KEY, arrivedAt: new Date(), version: {} }],
  isWholeStage: false,
  work: (_object, belongsTo) => startScoring(ports, belongsTo),
});
