import { requiredEnvironment } from '#platform/environment.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { clean } from './clean.ts';

const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));
const ledger = createRunLedger(store);

/** snapshots/<runId>.json → clean/<runId>/clean_customers.csv, rejected.csv, quality.json */
export const handler = stageHandler({
  stage: 'clean',
  ledger,
  work: (object, belongsTo) => clean({ store, ledger }, object, belongsTo),
});
