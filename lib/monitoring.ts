import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ApiDashboard } from './api-dashboard.ts';
import { faultsOf, latencyOf, unavailableOf } from './api-metrics.ts';
import type { ChurnFunction } from './churn-function.ts';

export interface MonitoringProps {
  readonly deadLetterQueue: Queue;
  readonly stages: readonly ChurnFunction[];
  readonly apiFunctions: readonly ChurnFunction[];
  readonly trainingTaskFailures: IMetric;
  readonly scoringFailures: IMetric;
}

/** Alarms on what a person must look at; subscribe to the topic to hear of them. */
export class Monitoring extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.#topic = new Topic(this, 'Alarms', { enforceSSL: true });
    const period = Duration.minutes(5);
    this.#alarm(
      'DeadLetters',
      'An event failed twice and waits in the dead-letter queue',
      props.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'max' }),
      1,
    );
    this.#alarm('TrainingTask', 'A training task did not end well', props.trainingTaskFailures, 1);
    this.#alarm('Scoring', 'The scoring of a run did not end well', props.scoringFailures, 1);
    for (const stage of props.stages) {
      this.#alarm(`${stage.node.id}Errors`, `${stage.node.id} failed`, stage.metricErrors({ period }), 1);
    }
    for (const handler of props.apiFunctions) {
      this.#alarm(
        `${handler.node.id}Errors`,
        `${handler.node.id} ended without an answer: it crashed or ran out of time`,
        handler.metricErrors({ period }),
        5,
      );
      this.#alarm(
        `${handler.node.id}Faults`,
        `${handler.node.id} answered with 5xx other than 503`,
        faultsOf(handler.service),
        5,
      );
      this.#alarm(
        `${handler.node.id}Unavailable`,
        `${handler.node.id} told callers to come back later (503): no model, or a database that stays away`,
        unavailableOf(handler.service),
        100,
      );
    }
    this.#alarm(
      'PredictLatency',
      'One prediction in a hundred takes over a second',
      latencyOf('POST /api/predict', 'predict', 'p99'),
      1000,
    );
    new ApiDashboard(this, 'Dashboard', {
      functions: props.apiFunctions,
      deadLetterQueue: props.deadLetterQueue,
    });
  }

  #alarm(id: string, description: string, metric: IMetric, threshold: number): void {
    new Alarm(this, id, {
      alarmDescription: description,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.#topic));
  }
}
