import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { metrics } from './metrics.ts';

/** A request that was answered. */
export interface AnsweredRequest {
  readonly routeKey: string;
  readonly status: number;
  readonly durationMs: number;
}

/**
 * How long a route took and how it ended, of the service as a whole and of the route. `Faults` are 5xx but 503, which
 * means to come back later and is counted as `Unavailable`; `Refusals` are 4xx.
 */
export function recordRequest({ routeKey, status, durationMs }: AnsweredRequest): void {
  metrics
    .addDimensions({})
    .addDimensions({ route: routeKey })
    .addMetric('RequestDurationMs', MetricUnit.Milliseconds, durationMs);
  count('Faults', status >= 500 && status !== 503);
  count('Unavailable', status === 503);
  count('Refusals', status >= 400 && status < 500);
  metrics.publishStoredMetrics();
}

/** `ColdStart`, 1 for the first request of an instance and nothing for the others. */
export function recordColdStart(functionName: string): void {
  metrics.captureColdStartMetric(functionName);
}

function count(name: string, applies: boolean): void {
  metrics.addMetric(name, MetricUnit.Count, applies ? 1 : 0);
}
