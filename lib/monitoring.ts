import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ChurnFunction } from './churn-function.ts';

export interface MonitoringProps {
  readonly deadLetterQueue: Queue;
  readonly stages: readonly ChurnFunction[];
  readonly apiFunctions: readonly ChurnFunction[];
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
    for (const stage of props.stages) {
      this.#alarm(`${stage.node.id}Errors`, `${stage.node.id} failed`, stage.metricErrors({ period }), 1);
    }
    for (const handler of props.apiFunctions) {
      this.#alarm(
        `${handler.node.id}Errors`,
        `${handler.node.id} failed often`,
        handler.metricErrors({ period }),
        5,
      );
    }
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
