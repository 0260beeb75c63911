import { type ContactTerms, contactCostOf, contactTermsOf } from '#core/economics/contact-rule.ts';
import { CampaignOutlookBuilder } from '#core/economics/plan/campaign-outlook.ts';
import { createRunInsights } from '#core/insights/create-run-insights.ts';
import type { RunInsights, ScoredRow } from '#core/insights/run-insights.ts';
import { RunSurvival } from '#core/insights/survival-curves.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { InsightsWriter } from '#platform/insights-store/insights-store.ts';

/** All figures of a run beside its rows, gathered in the one pass over them. */
export class RunFigures {
  readonly #insights: ReturnType<typeof createRunInsights>;
  readonly #survival: RunSurvival;
  readonly #outlook = new CampaignOutlookBuilder();
  readonly #terms: ContactTerms;

  constructor(schema: SchemaDocument) {
    this.#insights = createRunInsights(schema);
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

  /** Writes the figures and gives back the totals. Without CLVs there is no outlook. */
  async write(writer: InsightsWriter, runId: string): Promise<RunInsights> {
    const insights = this.#insights.result();
    await writer.writeInsights(runId, insights);
    await writer.writeDocument(runId, 'survival', this.#survival.overall());
    for (const { dimension, curves } of this.#survival.bySegment()) {
      await writer.writeDocument(runId, `survival/${dimension}`, curves);
    }
    if (insights.total.clv !== null) await writer.writeDocument(runId, 'outlook', this.#outlook.outlook());
    return insights;
  }
}
