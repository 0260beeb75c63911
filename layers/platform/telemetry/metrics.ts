import { Metrics } from '@aws-lambda-powertools/metrics';

/**
 * The one metrics object: lines of CloudWatch's embedded metric format in the log, with the service (its function) as a
 * dimension. A dimension is a route, a stage, a risk level or a model's version, never an id: each value is a series.
 */
export const metrics = new Metrics({ namespace: 'ChurnRevenue' });
