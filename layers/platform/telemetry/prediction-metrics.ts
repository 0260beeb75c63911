import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { RISK_LEVELS, type RiskLevel } from '#core/economics/risk-level.ts';
import { metrics } from './metrics.ts';

/** How many predictions a model made of each risk level: `PredictionsLOW`, `PredictionsMEDIUM`, `PredictionsHIGH`. */
export function recordPredictions(
  modelVersion: string,
  predictions: readonly { readonly riskLevel: RiskLevel }[],
): void {
  metrics.addDimensions({}).addDimensions({ modelVersion });
  for (const level of RISK_LEVELS) {
    const predicted = predictions.filter(({ riskLevel }) => riskLevel === level).length;
    metrics.addMetric(`Predictions${level}`, MetricUnit.Count, predicted);
  }
  metrics.publishStoredMetrics();
}
