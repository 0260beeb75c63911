import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { faultsOf, latencyOf, predictionsOf, rowsOf, unavailableOf } from './api-metrics.ts';
import type { ChurnFunction } from './churn-function.ts';

export interface ApiDashboardProps {
  readonly functions: readonly ChurnFunction[];
  readonly deadLetterQueue: Queue;
}

/** Routes whose latency people feel. */
const SHOWN_ROUTES = [
  ['POST /api/predict', 'predict'],
  ['GET /api/kpis', 'insights'],
  ['GET /api/customers', 'insights'],
] as const;

/** The page of CloudWatch to look at when an alarm has come. */
export class ApiDashboard extends Construct {
  constructor(scope: Construct, id: string, { functions, deadLetterQueue }: ApiDashboardProps) {
    super(scope, id);
    const services = functions.map(({ service }) => service);
    const latencies = SHOWN_ROUTES.flatMap(([route, service]) =>
      (['p50', 'p99'] as const).map((statistic) =>
        latencyOf(route, service, statistic).with({ label: `${route} ${statistic}` }),
      ),
    );
    new Dashboard(this, 'Page', {
      widgets: [
        [graph('Latency, ms', latencies), graph('Answers of 5xx but 503', services.map(faultsOf))],
        [
          graph('Answers of 503', services.map(unavailableOf)),
          graph('Predictions by risk level', (['LOW', 'MEDIUM', 'HIGH'] as const).map(predictionsOf)),
        ],
        [
          graph('Rows', (['Kept', 'Rejected', 'Scored'] as const).map(rowsOf)),
          graph('Dead letters', [deadLetterQueue.metricApproximateNumberOfMessagesVisible()]),
        ],
      ],
    });
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}
