import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { ChurnFunction } from './churn-function.ts';
import type { InsightsStore } from './insights-store.ts';
import type { OnnxRuntimeLayer } from './onnxruntime-layer.ts';
import type { StageProps } from './pipeline.ts';

export interface ScoringProps extends StageProps {
  readonly store: InsightsStore;
  readonly onnxRuntime: OnnxRuntimeLayer;
}

/** Scores every customer when a champion is named, and every hour in case such an event was lost. */
export class Scoring extends Construct {
  readonly function: ChurnFunction;

  constructor(scope: Construct, id: string, props: ScoringProps) {
    super(scope, id);
    this.function = new ChurnFunction(this, 'Score', {
      ...props,
      name: 'score',
      description: 'Scores a run with the champion and publishes its insights',
      timeout: Duration.minutes(15),
      memoryMb: 3008,
      layers: [props.onnxRuntime.layer],
    })
      .useLake(props.lake, { read: ['snapshots/', 'features/', 'models/', 'runs/'], write: ['runs/'] })
      .useInsightsStore(props.store);
    props.lake.onObject('models/champion', '.json', this.function);
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(this.function, { retryAttempts: 2, maxEventAge: Duration.minutes(30) }),
      description: 'Publishes what the event of a new champion did not',
    });
  }
}
