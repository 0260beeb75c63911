import { Duration } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ChurnFunction, type FunctionDefaults } from './churn-function.ts';
import type { DataLake } from './data-lake.ts';
import type { InsightsStore } from './insights-store.ts';

export interface RunStatesProps extends FunctionDefaults {
  readonly lake: DataLake;
  readonly store: InsightsStore;
  readonly deadLetterQueue: IQueue;
}

/** Keeps the state of every run in the database beside the object that the stages write. */
export class RunStates extends Construct {
  constructor(scope: Construct, id: string, { lake, store, ...props }: RunStatesProps) {
    super(scope, id);
    const record = new ChurnFunction(this, 'RecordRun', {
      ...props,
      name: 'record-run',
      description: 'The state of a run to its row in run_states',
      timeout: Duration.minutes(1),
      memoryMb: 512,
    })
      .useLake(lake, { read: ['runs/'], write: [] })
      .useInsightsStore(store);
    lake.onObject('runs/', '.json', record);
  }
}
