import * as z from 'zod';
import { type Plan, planQuerySchema } from '#core/api/contract.ts';
import { type CampaignOutlook, gainCurveOf, planOf } from '#core/economics/plan/campaign-outlook.ts';
import type { PlanLimit } from '#core/economics/plan/contact-plan.ts';
import { NotFoundError } from '#core/errors.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { parseQuery } from './parse-query.ts';
import { provenanceOf } from './provenance.ts';

const step = z.tuple([z.number(), z.number(), z.number()]);
const outlookSchema = z.object({ byGain: z.array(step), byReturn: z.array(step) });
/** About so many points are given of the gain curve. */
const CURVE_POINTS = 200;

/**
 * Whom it pays to contact within a limit on contacts or on expected spending.
 * @throws NotFoundError `PLAN_NOT_FOUND` where the run has no CLVs; RequestError `QUERY_INVALID`
 */
export async function plan(
  reader: InsightsReader,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Plan> {
  const limit = limitOf(parseQuery(planQuerySchema, parameters));
  const run = await reader.publishedRun();
  const outlook = await reader.document(run.runId, 'outlook', outlookSchema);
  if (outlook === undefined)
    throw new NotFoundError('PLAN_NOT_FOUND', `Run ${run.runId} has no CLVs to plan by.`);
  const activeCustomers = outlook.byGain.reduce((sum, [contacts]) => sum + contacts, 0);
  const { contacts, cost, gain } = planOf(outlook, {});
  const share = activeCustomers === 0 ? 0 : contacts / activeCustomers;
  return {
    ...provenanceOf(run),
    activeCustomers,
    optimum: { contacts, cost, gain, share },
    plan: planOf(outlook, limit),
    curve: thinned(outlook),
  };
}

function limitOf({ contacts, budget }: z.infer<typeof planQuerySchema>): PlanLimit {
  return contacts === undefined ? { budget } : { contacts };
}

/** Every so many points of the curve, its ends and its top among them. */
function thinned(outlook: CampaignOutlook): Plan['curve'] {
  const curve = gainCurveOf(outlook);
  const every = Math.ceil(curve.length / CURVE_POINTS);
  const top = curve.reduce((best, point, index) => (point[1] > curve[best]![1] ? index : best), 0);
  return curve.filter((_, index) => index % every === 0 || index === top || index === curve.length - 1);
}
