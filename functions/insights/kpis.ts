import type { Kpis } from '#core/api/contract.ts';
import { kpiFiguresOf } from '#core/insights/insight-figures.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { provenanceOf } from './provenance.ts';

export async function kpis(reader: InsightsReader): Promise<Kpis> {
  const run = await reader.publishedRun();
  const figures = kpiFiguresOf(await reader.totals(run.runId));
  return { ...provenanceOf(run), horizonMonths: run.horizonMonths, ...figures };
}
