import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { requiredEnvironment } from '#platform/environment.ts';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { parseObjectEvent } from '#platform/stage/object-events.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { runRecorder } from './record-run.ts';

const recordRun = runRecorder({
  store: createS3ObjectStore(requiredEnvironment('DATA_BUCKET')),
  client: dataApiFromEnvironment(),
});

/** runs/<runId>.json → its row in run_states */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .handler(async (event: unknown) => {
    for (const { key } of parseObjectEvent(event)) await recordRun(key);
  });
