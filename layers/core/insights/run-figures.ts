import * as z from 'zod';
import { type ContactTerms, contactCostOf, contactTermsOf } from '../economics/contact-rule.ts';
import { CampaignOutlookBuilder, campaignOutlookStateSchema } from '../economics/plan/campaign-outlook.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { RunInsights, ScoredRow } from './run-insights.ts';
import { RunInsightsAccumulator, runInsightsStateSchema } from './run-insights-accumulator.ts';
import { RunSurvival, runSurvivalStateSchema } from './survival-curves.ts';

/** All that is gathered over a part of a run, or the whole: plain data that does not grow with the rows. */
export const runFiguresStateSchema = z.object({
  insights: runInsightsStateSchema,
  survival: runSurvivalStateSchema,
  outlook: campaignOutlookStateSchema,
});
export type RunFiguresState = z.infer<typeof runFiguresStateSchema>;

/** A document of a run's figures, by the name that it is kept under. */
export interface FiguresDocument {
  readonly name: 'survival' | `survival/${string}` | 'outlook';
  readonly document: unknown;
}

/**
 * All figures of a run beside its rows, gathered in one pass over them or from the states of its parts. The states, added
 * in the order of the parts, give the same figures each time, to the last bit: sums depend on their order.
 */
export class RunFigures {
  readonly #insights: RunInsightsAccumulator;
  readonly #survival: RunSurvival;
  readonly #outlook = new CampaignOutlookBuilder();
  readonly #terms: ContactTerms;

  constructor(schema: Pick<SchemaDocument, 'segmentBy' | 'economics'>) {
    this.#insights = new RunInsightsAccumulator(schema);
    this.#survival = new RunSurvival(schema);
    this.#terms = contactTermsOf(schema.economics);
  }

  /** @throws ChurnError `SCORE_INVALID` */
  add(row: ScoredRow): void {
    this.#insights.add(row);
    this.#survival.add(row);
    if (row.priority === null) return;
    this.#outlook.add(contactCostOf(row.churnProbability, this.#terms), row.priority);
  }

  /** What was gathered so far, in a copy. */
  state(): RunFiguresState {
    return {
      insights: this.#insights.state(),
      survival: this.#survival.state(),
      outlook: this.#outlook.state(),
    };
  }

  /** Adds the customers of another part. @throws ChurnError `FIGURES_INVALID` for one under another schema */
  merge({ insights, survival, outlook }: RunFiguresState): void {
    this.#insights.merge(insights);
    this.#survival.merge(survival);
    this.#outlook.merge(outlook);
  }

  insights(): RunInsights {
    return this.#insights.result();
  }

  /** What is kept beside the insights. Without CLVs there is no outlook. */
  documents(): FiguresDocument[] {
    const bySegment = this.#survival
      .bySegment()
      .map(({ dimension, curves }): FiguresDocument => ({ name: `survival/${dimension}`, document: curves }));
    const outlook: FiguresDocument = { name: 'outlook', document: this.#outlook.outlook() };
    return [
      { name: 'survival', document: this.#survival.overall() },
      ...bySegment,
      ...(this.insights().total.clv === null ? [] : [outlook]),
    ];
  }
}
