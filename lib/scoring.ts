import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { ChurnFunction } from './churn-function.ts';
import type { InsightsStore } from './insights-store.ts';
import type { OnnxRuntimeLayer } from './onnxruntime-layer.ts';
import type { StageProps } from './pipeline.ts';
import { ScoringMachine } from './scoring-machine.ts';

export interface ScoringProps extends StageProps {
  readonly store: InsightsStore;
  readonly onnxRuntime: OnnxRuntimeLayer;
}

/** Scores every customer when a champion is named, and every hour in case such an event was lost. */
export class Scoring extends Construct {
  /** Called when a champion is named or the hour strikes, and by the machine. */
  readonly functions: readonly ChurnFunction[];
  readonly machine: ScoringMachine;

  constructor(scope: Construct, id: string, props: ScoringProps) {
    super(scope, id);
    const start = this.#start(props);
    const steps = this.#steps(props);
    this.functions = [start, ...Object.values(steps)];
    this.machine = new ScoringMachine(this, 'Scoring', { ...steps, onGivenUp: props.onGivenUp });
    this.machine.allowStart(start);
    props.lake.onObject('models/champion', '.json', start);
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(start, { retryAttempts: 2, maxEventAge: Duration.minutes(30) }),
      description: 'Publishes what the event of a new champion did not',
    });
  }

  #start({ store: _, onnxRuntime: __, ...props }: ScoringProps): ChurnFunction {
    return new ChurnFunction(this, 'ScoreStart', {
      ...props,
      name: 'score-start',
      description: 'Starts the scoring of the run of the champion',
      timeout: Duration.minutes(1),
      memoryMb: 512,
    }).useLake(props.lake, { read: ['models/', 'runs/'], write: ['runs/'] });
  }

  /** Called by the machine alone, which sees to what fails. */
  #steps({ lake, store, bundles, target, onnxRuntime }: ScoringProps) {
    const defaults = { bundles, target };
    const plan = new ChurnFunction(this, 'ScorePlan', {
      ...defaults,
      name: 'score-plan',
      description: 'Begins a run in the database and lists its parts',
      timeout: Duration.minutes(5),
      memoryMb: 512,
    })
      .useLake(lake, {
        read: ['snapshots/', 'features/', 'models/', 'scores/', 'runs/'],
        write: ['scores/', 'runs/'],
      })
      .useInsightsStore(store);
    const part = new ChurnFunction(this, 'ScorePart', {
      ...defaults,
      name: 'score-part',
      description: 'Scores one part of a run',
      timeout: Duration.minutes(15),
      memoryMb: 1769,
      // A batch and its garbage; with more room it is no faster, and takes all of it from part to part.
      semiSpaceMb: 16,
      layers: [onnxRuntime.layer],
    })
      .useLake(lake, {
        read: ['snapshots/', 'features/', 'models/', 'scores/', 'runs/'],
        write: ['scores/', 'load/', 'runs/'],
      })
      .useInsightsStore(store);
    const publish = new ChurnFunction(this, 'ScorePublish', {
      ...defaults,
      name: 'score-publish',
      description: 'Puts the parts of a run together and publishes it',
      timeout: Duration.minutes(15),
      memoryMb: 1769,
    })
      .useLake(lake, {
        read: ['snapshots/', 'features/', 'scores/', 'runs/'],
        write: ['scores/', 'runs/'],
      })
      .useInsightsStore(store);
    return { plan, part, publish };
  }
}
