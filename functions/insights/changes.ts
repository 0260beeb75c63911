import { type Changes, runChangesSchema } from '#core/api/contract.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { provenanceOf } from './provenance.ts';

/** What the published run changed since the one before it. */
export async function changes(reader: InsightsReader): Promise<Changes> {
  const run = await reader.publishedRun();
  const { currency: _, ...provenance } = provenanceOf(run);
  const found = await reader.document(run.runId, 'changes', runChangesSchema);
  return { ...provenance, changes: found ?? null };
}
