import { partOrderSchema } from '#core/lake/scoring-orders.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { insightsWriterFromEnvironment } from '#platform/insights-store/writer-from-environment.ts';
import { stagePortsFromEnvironment } from '#platform/stage/object-stage.ts';
import { stepHandler } from '#platform/stage/step-handler.ts';
import { scorePart } from './score-part.ts';

const ports = {
  ...stagePortsFromEnvironment(),
  writer: insightsWriterFromEnvironment(dataApiFromEnvironment()),
};

/** One part of customer_features.csv → its rows in MySQL, and scores/<runId>/<modelVersion>/part-NNNN.json. */
export const handler = stepHandler({
  stage: 'score',
  ledger: ports.ledger,
  order: partOrderSchema,
  work: (order) => scorePart(ports, order),
});
