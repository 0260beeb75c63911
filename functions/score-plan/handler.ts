import { scoringOrderSchema } from '#core/lake/scoring-orders.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { insightsWriterFromEnvironment } from '#platform/insights-store/writer-from-environment.ts';
import { stagePortsFromEnvironment } from '#platform/stage/object-stage.ts';
import { stepHandler } from '#platform/stage/step-handler.ts';
import { planScoring } from './plan-scoring.ts';

const ports = {
  ...stagePortsFromEnvironment(),
  writer: insightsWriterFromEnvironment(dataApiFromEnvironment()),
};

/** A run and its model → the list of the run's parts. */
export const handler = stepHandler({
  stage: 'score',
  ledger: ports.ledger,
  order: scoringOrderSchema,
  work: (order) => planScoring(ports, order),
});
