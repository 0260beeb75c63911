import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ChurnFunction, type FunctionDefaults } from './churn-function.ts';
import type { DataLake } from './data-lake.ts';

export interface DeadLettersProps extends FunctionDefaults {
  readonly lake: DataLake;
}

/** Where events go that failed twice, kept for two weeks, and the function that tells their runs. */
export class DeadLetters extends Construct {
  readonly queue: Queue;
  readonly giveUp: ChurnFunction;

  constructor(scope: Construct, id: string, { lake, ...defaults }: DeadLettersProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.giveUp = new ChurnFunction(this, 'GiveUp', {
      ...defaults,
      name: 'give-up',
      description: 'Notes at its run that a stage failed for good',
      timeout: Duration.minutes(1),
      memoryMb: 512,
      deadLetterQueue: this.queue,
    }).useLake(lake, { read: ['runs/', 'models/'], write: ['runs/'] });
  }
}
