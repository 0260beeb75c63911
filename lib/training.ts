import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ChurnFunction } from './churn-function.ts';
import type { OnnxRuntimeLayer } from './onnxruntime-layer.ts';
import type { StageProps } from './pipeline.ts';
import { TrainingTask } from './training-task.ts';

export interface TrainingProps extends StageProps {
  readonly onnxRuntime: OnnxRuntimeLayer;
}

const MEMORY_MB = 3008;
/** In the data bucket, by prefix; of function and task alike. */
const ACCESS = { read: ['snapshots/', 'features/', 'models/', 'runs/'], write: ['models/', 'runs/'] };

/** customer_features.csv to an ONNX model and the champion's pointer, in a function or, of many rows, in a task. */
export class Training extends Construct {
  readonly function: ChurnFunction;
  readonly task: TrainingTask;

  constructor(scope: Construct, id: string, props: TrainingProps) {
    super(scope, id);
    this.function = new ChurnFunction(this, 'Train', {
      ...props,
      name: 'train',
      description: 'customer_features.csv to model.onnx, metadata.json and champion.json',
      timeout: Duration.minutes(15),
      memoryMb: MEMORY_MB,
      layers: [props.onnxRuntime.layer],
    }).useLake(props.lake, ACCESS);
    this.function.addEnvironment('TRAINING_MEMORY_MB', String(MEMORY_MB));
    this.task = new TrainingTask(this, 'Task', { ...props, access: ACCESS });
    this.task.allowStart(this.function);
    props.lake.onObject('features/', '/profile.json', this.function);
  }
}
