import * as z from 'zod';
import { requiredEnvironment } from '../environment.ts';
import { createS3ObjectStore } from '../store/s3-object-store.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import { logger } from '../telemetry/logger.ts';
import type { DataApiClient } from './data-api-client.ts';
import type { InsightsWriter } from './insights-store.ts';
import { createInsightsWriter } from './insights-writer.ts';

const keptRunsSchema = z.coerce.number().int().min(2).optional();

/**
 * A writer that loads large parts from files in the bucket that the template's variables name, and keeps as many runs as
 * they say.
 */
export function insightsWriterFromEnvironment(client: DataApiClient): InsightsWriter {
  const bucket = requiredEnvironment('DATA_BUCKET');
  const onRefusal = (error: Error) =>
    logger.warn('rows are not loaded from files', { failure: loggableError(error) });
  const keptRuns = keptRunsSchema.parse(process.env.KEPT_RUNS);
  return createInsightsWriter(client, {
    ...(keptRuns === undefined ? {} : { keptRuns }),
    files: { store: createS3ObjectStore(bucket), bucket, onRefusal },
  });
}
