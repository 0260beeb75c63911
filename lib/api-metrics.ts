import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The metrics that the functions write into their logs in the embedded format (layers/platform/telemetry), under the
 * same names and dimensions; a test compares the two.
 */
const namespace = 'ChurnRevenue';
const period = Duration.minutes(5);

/** Answers with 5xx but 503, of all routes of a function. */
export function faultsOf(service: string): Metric {
  return new Metric({
    namespace,
    metricName: 'Faults',
    dimensionsMap: { service },
    statistic: 'Sum',
    period,
  });
}

/** Answers with 503, of all routes of a function. */
export function unavailableOf(service: string): Metric {
  return new Metric({
    ...{ namespace, metricName: 'Unavailable', statistic: 'Sum', period },
    dimensionsMap: { service },
  });
}

/** Milliseconds that a route takes inside its function. */
export function latencyOf(route: string, service: string, statistic: 'p50' | 'p99'): Metric {
  return new Metric({
    ...{ namespace, metricName: 'RequestDurationMs', statistic, period },
    dimensionsMap: { service, route },
  });
}

/** Predictions of one risk level, of whatever model. */
export function predictionsOf(level: 'LOW' | 'MEDIUM' | 'HIGH'): Metric {
  return new Metric({
    ...{ namespace, metricName: `Predictions${level}`, statistic: 'Sum', period },
    dimensionsMap: { service: 'predict' },
  });
}

/** Rows that cleaning kept or rejected, and rows that were scored. */
export function rowsOf(what: 'Kept' | 'Rejected' | 'Scored'): Metric {
  const stage = what === 'Scored' ? 'score' : 'clean';
  return new Metric({
    ...{ namespace, metricName: `Rows${what}`, statistic: 'Sum', period },
    dimensionsMap: { service: stage, stage },
  });
}
