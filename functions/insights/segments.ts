import type { Segments } from '#core/api/contract.ts';
import { RequestError } from '#core/errors.ts';
import { segmentFiguresOf } from '#core/insights/insight-figures.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { provenanceOf } from './provenance.ts';

/** The groups of one column, the one with most to lose first. */
export async function segments(
  reader: InsightsReader,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Segments> {
  const run = await reader.publishedRun();
  const names = run.dimensions.map((dimension) => dimension.name);
  const by = query.by ?? names[0];
  if (by === undefined || !names.includes(by)) {
    throw new RequestError('QUERY_INVALID', 'There is no such segment column.', [
      { path: 'by', message: `must be one of ${names.join(', ')}` },
    ]);
  }
  const rows = [...(await reader.segments(run.runId, by))].sort((a, b) => b.expectedLoss - a.expectedLoss);
  return {
    ...provenanceOf(run),
    by,
    dimensions: [...run.dimensions],
    segments: rows.map(segmentFiguresOf),
  };
}
