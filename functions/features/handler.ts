import { requiredEnvironment } from '#platform/environment.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { features } from './features.ts';

const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));
const ledger = createRunLedger(store);

/** clean/<runId>/quality.json → features/<runId>/customer_features.csv, profile.json */
export const handler = stageHandler({
  stage: 'features',
  ledger,
  work: (object, belongsTo) => features({ store, ledger }, object, belongsTo),
});
