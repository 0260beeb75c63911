import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ChurnFunction, type FunctionDefaults } from './churn-function.ts';
import type { DataLake } from './data-lake.ts';

export interface StageProps extends FunctionDefaults {
  readonly lake: DataLake;
  readonly deadLetterQueue: IQueue;
  readonly onGivenUp: IFunction;
}

/** From an uploaded CSV to customer_features.csv: ingest, clean, features, each started by the object of the one before. */
export class Pipeline extends Construct {
  readonly functions: readonly ChurnFunction[];

  constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id);
    const { lake, ...rest } = props;
    const stage = { ...rest, timeout: Duration.minutes(15), memoryMb: 1769 };

    const ingest = new ChurnFunction(this, 'Ingest', {
      ...stage,
      name: 'ingest',
      description: 'An upload (CSV, gzip or Parquet) to an immutable snapshot',
    }).useLake(lake, {
      read: ['raw/', 'config/', 'contents/', 'runs/', 'snapshots/'],
      write: ['snapshots/', 'contents/', 'runs/'],
    });
    const clean = new ChurnFunction(this, 'Clean', {
      ...stage,
      name: 'clean',
      description: 'A snapshot to clean_customers.csv, rejected.csv and quality.json',
    }).useLake(lake, { read: ['snapshots/', 'clean/', 'runs/'], write: ['clean/', 'runs/'] });
    const features = new ChurnFunction(this, 'Features', {
      ...stage,
      name: 'features',
      description: 'clean_customers.csv to customer_features.csv and profile.json',
    }).useLake(lake, { read: ['snapshots/', 'clean/', 'features/', 'runs/'], write: ['features/', 'runs/'] });

    // Whatever its name: a file that cannot be used has a run too, which says so.
    lake.onObject('raw/', '', ingest);
    lake.onObject('snapshots/', '.json', clean);
    lake.onObject('clean/', '/quality.json', features);
    this.functions = [ingest, clean, features];
  }
}
