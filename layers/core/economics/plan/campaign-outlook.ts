import * as z from 'zod';
import type { ContactPlan, PlanLimit } from './contact-plan.ts';
import { GainHistogram, type GainStep, gainHistogramStateSchema } from './gain-histogram.ts';

/** All that plans under any limit need to know of a base: plain data of bounded size, kept with the run. */
export interface CampaignOutlook {
  /** All active customers, those with the highest gain first. */
  readonly byGain: readonly GainStep[];
  /** Those worth contacting, by gain per unit of money, the highest first. */
  readonly byReturn: readonly GainStep[];
}

/** What an outlook is gathered in: plain data that can be kept and added up. */
export const campaignOutlookStateSchema = z.object({
  byGain: gainHistogramStateSchema,
  byReturn: gainHistogramStateSchema,
});
export type CampaignOutlookState = z.infer<typeof campaignOutlookStateSchema>;

/** Gathers an outlook customer by customer, in memory that does not grow with them. */
export class CampaignOutlookBuilder {
  readonly #byGain = new GainHistogram();
  readonly #byReturn = new GainHistogram();

  /** Adds an active customer: what contacting them is expected to cost, and to gain beyond that. */
  add(cost: number, gain: number): void {
    this.#byGain.add(gain, cost, gain);
    if (gain > 0) this.#byReturn.add(gain / cost, cost, gain);
  }

  /** What was gathered so far, in a copy. */
  state(): CampaignOutlookState {
    return { byGain: this.#byGain.state(), byReturn: this.#byReturn.state() };
  }

  /** Adds the customers of another builder. */
  merge({ byGain, byReturn }: CampaignOutlookState): void {
    this.#byGain.merge(byGain);
    this.#byReturn.merge(byReturn);
  }

  outlook(): CampaignOutlook {
    return { byGain: this.#byGain.steps(), byReturn: this.#byReturn.steps() };
  }
}

/**
 * The plan under a limit, as planForContacts and planForBudget but from the outlook's bins, the last of them taken in
 * part: off by at most one customer's gain and 2 % of one step.
 */
export function planOf(outlook: CampaignOutlook, limit: PlanLimit): ContactPlan {
  return limit.contacts === undefined
    ? fill(outlook.byReturn, 1, limit.budget ?? Number.POSITIVE_INFINITY)
    : fill(worthContacting(outlook), 0, limit.contacts);
}

/** Takes steps in their order until the sum of contacts (0) or cost (1) would pass the limit. */
function fill(steps: readonly GainStep[], limited: 0 | 1, limit: number): ContactPlan {
  let [contacts, cost, gain] = [0, 0, 0];
  for (const step of steps) {
    const room = Math.max(0, limit - (limited === 0 ? contacts : cost));
    const part = step[limited] <= room ? 1 : room / step[limited];
    contacts += part * step[0];
    cost += part * step[1];
    gain += part * step[2];
    if (part < 1) return { contacts: Math.floor(contacts), cost, gain, ...marginOf(step) };
  }
  return { contacts, cost, gain, nextContactGain: 0, gainPerUnit: 0 };
}

function marginOf([contacts, cost, gain]: GainStep): Pick<ContactPlan, 'nextContactGain' | 'gainPerUnit'> {
  return { nextContactGain: gain / contacts, gainPerUnit: cost === 0 ? null : gain / cost };
}

function worthContacting({ byGain }: CampaignOutlook): readonly GainStep[] {
  return byGain.filter(([, , gain]) => gain > 0);
}

/**
 * [share of the active customers contacted, gain in currency] from nobody to everybody, those with the highest gain
 * first: it rises to the optimum, where everybody worth contacting is, and falls after it.
 */
export function gainCurveOf({ byGain }: CampaignOutlook): [share: number, gain: number][] {
  const everybody = byGain.reduce((sum, [contacts]) => sum + contacts, 0);
  let [contacted, sum] = [0, 0];
  const points = byGain.map(([contacts, , gain]): [number, number] => {
    contacted += contacts;
    sum += gain;
    return [contacted / everybody, sum];
  });
  return [[0, 0], ...points];
}
