import { CHAMPION_KEY } from '#core/lake/keys.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { createInsightsReader } from '#platform/insights-store/insights-reader.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import { stagePortsFromEnvironment } from '#platform/stage/object-stage.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { score } from './score.ts';

const dataApi = dataApiFromEnvironment();
const ports = {
  ...stagePortsFromEnvironment(),
  writer: createInsightsWriter(dataApi),
  reader: createInsightsReader(dataApi),
};

/** models/champion.json, or the hour → the run's predictions, KPIs and segments in MySQL, published. */
export const handler = stageHandler({
  stage: 'score',
  ledger: ports.ledger,
  objectsOf: () => [{ key: CHAMPION_KEY, arrivedAt: new Date(), version: {} }],
  work: (_object, belongsTo) => score(ports, belongsTo),
});
