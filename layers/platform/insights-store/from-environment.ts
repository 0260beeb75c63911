import { requiredEnvironment } from '../environment.ts';
import { createDataApiClient } from './data-api-client.ts';
import { createInsightsReader } from './insights-reader.ts';
import type { InsightsReader, InsightsWriter } from './insights-store.ts';
import { createInsightsWriter } from './insights-writer.ts';

/** The store that the template's variables name. */
export function insightsStoreFromEnvironment(): {
  readonly reader: InsightsReader;
  readonly writer: InsightsWriter;
} {
  const client = createDataApiClient({
    resourceArn: requiredEnvironment('CLUSTER_ARN'),
    secretArn: requiredEnvironment('CLUSTER_SECRET_ARN'),
    database: requiredEnvironment('DATABASE_NAME'),
  });
  return { reader: createInsightsReader(client), writer: createInsightsWriter(client) };
}
