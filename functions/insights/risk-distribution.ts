import type { RiskDistribution } from '#core/api/contract.ts';
import { histogramOf, riskLevelsOf } from '#core/insights/insight-figures.ts';
import { PROBABILITY_BIN_DIMENSION, RISK_LEVEL_DIMENSION } from '#core/insights/run-insights.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { provenanceOf } from './provenance.ts';

export async function riskDistribution(reader: InsightsReader): Promise<RiskDistribution> {
  const run = await reader.publishedRun();
  const [levels, bins] = await Promise.all([
    reader.segments(run.runId, RISK_LEVEL_DIMENSION),
    reader.segments(run.runId, PROBABILITY_BIN_DIMENSION),
  ]);
  return {
    ...provenanceOf(run),
    levels: riskLevelsOf(levels, run.riskThresholds),
    histogram: histogramOf(bins),
  };
}
