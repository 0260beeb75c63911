import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { dataApiFromEnvironment } from '#platform/insights-store/from-environment.ts';
import { migrate } from '#platform/migrations/migrate.ts';
import { logger } from '#platform/telemetry/logger.ts';

const client = dataApiFromEnvironment();

/** Brings the tables to the version of the code; the deployment calls it and fails with it. */
export const handler = middy()
  .use(injectLambdaContext(logger))
  .handler(async () => {
    const outcome = await migrate(client);
    logger.info('migrated', outcome);
    return outcome;
  });
