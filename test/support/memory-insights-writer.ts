import { ChurnError } from '#core/errors.ts';
import type { RunInsights, ScoredRow } from '#core/insights/run-insights.ts';
import type { ModelMetadata } from '#core/lake/documents.ts';
import type { InsightsReader, InsightsWriter, RunRecord } from '#platform/insights-store/insights-store.ts';

/**
 * Keeps what is written, and the runs in the order in which they were published, with the promises of the real store;
 * reads of it what the score stage does.
 */
export function createMemoryInsightsWriter() {
  const runs = new Map<string, RunRecord>();
  const staged = new Map<string, Map<string, ScoredRow>>();
  const rows = new Map<string, Map<string, ScoredRow>>();
  const insights = new Map<string, RunInsights>();
  const models = new Map<string, ModelMetadata>();
  const documents = new Map<string, unknown>();
  const published: string[] = [];
  const writer: InsightsWriter = {
    async beginRun(run) {
      if (runs.get(run.runId)?.modelVersion !== run.modelVersion) rows.delete(run.runId);
      runs.set(run.runId, run);
      if (!rows.has(run.runId) && !staged.has(run.runId)) staged.set(run.runId, new Map());
    },
    async holdsRows(runId, modelVersion) {
      return runs.get(runId)?.modelVersion === modelVersion && (rows.has(runId) || staged.has(runId));
    },
    async writePart({ runId }, written) {
      if (!runs.has(runId)) throw new Error(`The run ${runId} was not begun.`);
      let count = 0;
      for await (const some of written) {
        count += some.length;
        for (const row of some) staged.get(runId)?.set(row.customerId, row);
      }
      return count;
    },
    async sealRun({ runId }, expectedRows) {
      const whole = rows.get(runId) ?? staged.get(runId);
      if (whole?.size !== expectedRows) throw rowsMissing(whole?.size, expectedRows);
      rows.set(runId, whole);
      staged.delete(runId);
    },
    async writeInsights(runId, written) {
      insights.set(runId, written);
    },
    async writeDocument(runId, name, document) {
      documents.set(`${runId} ${name}`, document);
    },
    async writeModel(metadata) {
      models.set(metadata.modelVersion, metadata);
    },
    async publish({ runId }, expectedRows) {
      if (rows.get(runId)?.size !== expectedRows) throw rowsMissing(rows.get(runId)?.size, expectedRows);
      if (!insights.has(runId)) throw new Error(`The run ${runId} has no totals.`);
      const standing = published.at(-1);
      if (standing !== undefined && standing > runId) return 'superseded';
      if (standing !== runId) published.push(runId);
      return 'published';
    },
    async applyRetention() {
      return [];
    },
  };
  const reader: Pick<InsightsReader, 'findPublishedRun' | 'totals' | 'segments' | 'movers'> = {
    async findPublishedRun() {
      const run = runs.get(published.at(-1) ?? '');
      return run && { ...run, publishedAt: '2026-11-22T09:05:00.000Z', customers: rows.get(run.runId)!.size };
    },
    async totals(runId) {
      return insights.get(runId)!.total;
    },
    async segments(runId, dimension) {
      return insights.get(runId)!.segments.filter((segment) => segment.dimension === dimension);
    },
    async movers(runId, previousRunId, limit) {
      const before = rows.get(previousRunId)!;
      return [...rows.get(runId)!.values()]
        .flatMap(({ customerId, churnProbability: after }) => {
          const earlier = before.get(customerId);
          return earlier === undefined ? [] : [{ customerId, before: earlier.churnProbability, after }];
        })
        .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
        .slice(0, limit);
    },
  };
  return { writer, reader, documents, runs, staged, rows, insights, models, published };
}

function rowsMissing(found: number | undefined, expected: number): ChurnError {
  return new ChurnError('ROW_COUNT_MISMATCH', `${found} rows, not ${expected}`);
}
