import { requiredEnvironment } from '#platform/environment.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { train } from './train.ts';

const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));
const ledger = createRunLedger(store);

/** features/<runId>/profile.json → models/<version>/model.onnx, metadata.json → models/champion.json */
export const handler = stageHandler({
  stage: 'train',
  ledger,
  work: (object, belongsTo) => train({ store, ledger }, object, belongsTo),
});
