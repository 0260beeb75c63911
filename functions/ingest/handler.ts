import { requiredEnvironment } from '#platform/environment.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { ingest } from './ingest.ts';

const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));
const ledger = createRunLedger(store);

/** raw/*.csv → snapshots/<runId>.csv, .json */
export const handler = stageHandler({
  stage: 'ingest',
  ledger,
  work: (object, belongsTo) => ingest({ store, ledger }, object, belongsTo),
});
