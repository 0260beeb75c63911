import { type Kpis, runChangesSchema } from '#core/api/contract.ts';
import { kpiFiguresOf } from '#core/insights/insight-figures.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { provenanceOf } from './provenance.ts';

/** The key figures, with their differences to the run before. */
export async function kpis(reader: InsightsReader): Promise<Kpis> {
  const run = await reader.publishedRun();
  const [totals, changes] = await Promise.all([
    reader.totals(run.runId),
    reader.document(run.runId, 'changes', runChangesSchema),
  ]);
  const previous = changes && { previous: { ...changes.previous, kpis: changes.kpis } };
  return {
    ...provenanceOf(run),
    horizonMonths: run.horizonMonths,
    ...kpiFiguresOf(totals),
    ...(previous ?? {}),
  };
}
