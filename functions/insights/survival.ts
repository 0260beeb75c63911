import * as z from 'zod';
import { type Survival, survivalCurveSchema, survivalQuerySchema } from '#core/api/contract.ts';
import { NotFoundError } from '#core/errors.ts';
import { TENURE_COHORT_DIMENSION } from '#core/insights/run-insights.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { parseQuery } from './parse-query.ts';
import { provenanceOf } from './provenance.ts';
import { requireDimension } from './require-dimension.ts';

/**
 * Survival over all customers and, where `by` is given, by segment.
 * @throws NotFoundError `SURVIVAL_NOT_FOUND` for a run from before it was kept; RequestError `QUERY_INVALID`
 */
export async function survival(
  reader: InsightsReader,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Survival> {
  const { by } = parseQuery(survivalQuerySchema, parameters);
  const run = await reader.publishedRun();
  const { currency: _, ...provenance } = provenanceOf(run);
  const columns = run.dimensions.map(({ name }) => name).filter((name) => name !== TENURE_COHORT_DIMENSION);
  if (by !== undefined) requireDimension(by, columns);
  const overall = await reader.document(run.runId, 'survival', survivalCurveSchema);
  if (overall === undefined)
    throw new NotFoundError('SURVIVAL_NOT_FOUND', `Run ${run.runId} has no survival curves.`);
  if (by === undefined) return { ...provenance, overall };
  const segments = await reader.document(run.runId, `survival/${by}`, z.array(survivalCurveSchema));
  return { ...provenance, overall, by, segments: segments ?? [] };
}
