import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { stagePortsFromEnvironment } from '#platform/stage/object-stage.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { giveUp } from './give-up.ts';

const ports = stagePortsFromEnvironment();

/** A stage's event that failed for good → its run says so. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .handler((record: unknown) => giveUp(ports, record));
