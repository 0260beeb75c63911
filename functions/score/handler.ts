import { CHAMPION_KEY } from '#core/lake/keys.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { score } from './score.ts';

const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));
const ledger = createRunLedger(store);
const writer = createInsightsWriter(dataApiFromEnvironment());

/** models/champion.json, or the hour → the run's predictions, KPIs and segments in MySQL, published. */
export const handler = stageHandler({
  stage: 'score',
  ledger,
  objectsOf: () => [{ key: CHAMPION_KEY, arrivedAt: new Date(), version: {} }],
  work: (_object, belongsTo) => score({ store, ledger, writer }, belongsTo),
});
