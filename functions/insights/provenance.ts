import type { PublishedRun } from '#platform/insights-store/insights-store.ts';

/** What every answer says of its numbers: the run, when it was published, by which model, in which currency. */
export function provenanceOf(run: PublishedRun) {
  return { runId: run.runId, asOf: run.publishedAt, modelVersion: run.modelVersion, currency: run.currency };
}
