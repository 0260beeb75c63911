import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ChurnFunction } from './churn-function.ts';
import type { OnnxRuntimeLayer } from './onnxruntime-layer.ts';
import type { StageProps } from './pipeline.ts';

export interface TrainingProps extends StageProps {
  readonly onnxRuntime: OnnxRuntimeLayer;
}

/** customer_features.csv to an ONNX model and the champion's pointer. */
export class Training extends Construct {
  readonly function: ChurnFunction;

  constructor(scope: Construct, id: string, props: TrainingProps) {
    super(scope, id);
    this.function = new ChurnFunction(this, 'Train', {
      ...props,
      name: 'train',
      description: 'customer_features.csv to model.onnx, metadata.json and champion.json',
      timeout: Duration.minutes(15),
      memoryMb: 3008,
      layers: [props.onnxRuntime.layer],
    }).useLake(props.lake, {
      read: ['snapshots/', 'features/', 'models/', 'runs/'],
      write: ['models/', 'runs/'],
    });
    props.lake.onObject('features/', '/profile.json', this.function);
  }
}
