import { NotFoundError } from '#core/errors.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import type { createMemoryInsightsWriter } from './memory-insights-writer.ts';

/** Reads what a writer in memory keeps; lists of customers are left to the tests of the database. */
export function memoryReader(insights: ReturnType<typeof createMemoryInsightsWriter>): InsightsReader {
  const publishedRun: InsightsReader['publishedRun'] = async () =>
    (await insights.reader.findPublishedRun())!;
  return {
    ...insights.reader,
    publishedRun,
    run: publishedRun,
    async document(runId, name, schema) {
      const found = insights.documents.get(`${runId} ${name}`);
      return found === undefined ? undefined : schema.parse(JSON.parse(JSON.stringify(found)));
    },
    async customers() {
      return [];
    },
    async customer(runId, customerId) {
      const row = insights.rows.get(runId)?.get(customerId);
      if (row !== undefined) return row;
      throw new NotFoundError('CUSTOMER_NOT_FOUND', `Run ${runId} has no customer ${customerId}.`);
    },
    async model(modelVersion) {
      return insights.models.get(modelVersion)!;
    },
  };
}
