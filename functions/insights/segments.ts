import { type Segments, segmentsQuerySchema } from '#core/api/contract.ts';
import { segmentFiguresOf } from '#core/insights/insight-figures.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { parseQuery } from './parse-query.ts';
import { provenanceOf } from './provenance.ts';
import { requireDimension } from './require-dimension.ts';

/** The groups of one column, the one with most to lose first. */
export async function segments(
  reader: InsightsReader,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Segments> {
  const query = parseQuery(segmentsQuerySchema, parameters);
  const run = await reader.publishedRun();
  const names = run.dimensions.map((dimension) => dimension.name);
  const by = requireDimension(query.by ?? names[0], names);
  const rows = [...(await reader.segments(run.runId, by))].sort((a, b) => b.expectedLoss - a.expectedLoss);
  return {
    ...provenanceOf(run),
    by,
    dimensions: [...run.dimensions],
    segments: rows.map(segmentFiguresOf),
  };
}
