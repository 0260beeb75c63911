import { publishOrderSchema } from '#core/lake/scoring-orders.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { createInsightsReader } from '#platform/insights-store/insights-reader.ts';
import { insightsWriterFromEnvironment } from '#platform/insights-store/writer-from-environment.ts';
import { stagePortsFromEnvironment } from '#platform/stage/object-stage.ts';
import { stepHandler } from '#platform/stage/step-handler.ts';
import { publishScores } from './publish-scores.ts';

const dataApi = dataApiFromEnvironment();
const ports = {
  ...stagePortsFromEnvironment(),
  writer: insightsWriterFromEnvironment(dataApi),
  reader: createInsightsReader(dataApi),
};

/** All parts of a run → its KPIs, segments and documents in MySQL, published. */
export const handler = stepHandler({
  stage: 'score',
  ledger: ports.ledger,
  order: publishOrderSchema,
  work: (order) => publishScores(ports, order),
  stageStartedAt: ({ startedAt }) => startedAt,
});
