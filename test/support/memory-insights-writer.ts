import type { RunInsights, ScoredRow } from '#core/insights/run-insights.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import type { InsightsWriter, RunRecord } from '#platform/insights-store/insights-store.ts';

/** Keeps what is written, and what was published. */
export function createMemoryInsightsWriter() {
  const runs = new Map<string, RunRecord>();
  const rows = new Map<string, Map<string, ScoredRow>>();
  const insights = new Map<string, RunInsights>();
  const models = new Map<string, ModelMetadata>();
  const published: string[] = [];
  const writer: InsightsWriter = {
    async beginRun(run) {
      runs.set(run.runId, run);
      rows.set(run.runId, new Map());
    },
    async writeRows(runId, written) {
      for (const row of written) rows.get(runId)?.set(row.customerId, row);
    },
    async writeInsights(runId, written) {
      insights.set(runId, written);
    },
    async writeModel(metadata) {
      models.set(metadata.modelVersion, metadata);
    },
    async publish(runId, expectedRows) {
      if (rows.get(runId)?.size !== expectedRows)
        throw new Error(`${rows.get(runId)?.size} rows, not ${expectedRows}`);
      published.push(runId);
      return 'published';
    },
  };
  return { writer, runs, rows, insights, models, published };
}
