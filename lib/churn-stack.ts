import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Api } from './api.ts';
import { Dashboard } from './dashboard.ts';
import { DataLake } from './data-lake.ts';
import { DeadLetters } from './dead-letters.ts';
import { bundleFunctions } from './function-bundles.ts';
import { Identity } from './identity.ts';
import { InsightsStore } from './insights-store.ts';
import { Monitoring } from './monitoring.ts';
import { OnnxRuntimeLayer } from './onnxruntime-layer.ts';
import { Pipeline } from './pipeline.ts';
import { RunStates } from './run-states.ts';
import { Scoring } from './scoring.ts';
import type { Target } from './target.ts';
import { Training } from './training.ts';

export interface ChurnStackProps extends StackProps {
  readonly target: Target;
}

/** The whole system, in the order the data takes. */
export class ChurnStack extends Stack {
  constructor(scope: Construct, id: string, props: ChurnStackProps) {
    super(scope, id, props);
    const bundles = bundleFunctions();
    const functionDefaults = { bundles, target: props.target };

    const lake = new DataLake(this, 'DataLake');
    const deadLetters = new DeadLetters(this, 'DeadLetters', { ...functionDefaults, lake });
    const onnxRuntime = new OnnxRuntimeLayer(this, 'OnnxRuntime', props.target);
    const store = new InsightsStore(this, 'InsightsStore', { ...functionDefaults, lake });

    new RunStates(this, 'RunStates', {
      ...functionDefaults,
      lake,
      store,
      deadLetterQueue: deadLetters.queue,
    });

    const stage = {
      ...functionDefaults,
      lake,
      deadLetterQueue: deadLetters.queue,
      onGivenUp: deadLetters.giveUp,
    };
    const pipeline = new Pipeline(this, 'Pipeline', stage);
    const training = new Training(this, 'Training', { ...stage, onnxRuntime });
    const scoring = new Scoring(this, 'Scoring', { ...stage, store, onnxRuntime });
    const identity = new Identity(this, 'Identity');
    const system = identity.addSystem();
    const api = new Api(this, 'Api', { ...functionDefaults, lake, store, onnxRuntime, identity });
    const dashboard = new Dashboard(this, 'Dashboard', { api, identity });
    new Monitoring(this, 'Monitoring', {
      deadLetterQueue: deadLetters.queue,
      stages: [...pipeline.functions, training.function, ...scoring.functions, deadLetters.giveUp],
      apiFunctions: api.functions,
      trainingTaskFailures: training.task.failures,
      scoringFailures: scoring.machine.failures,
    });

    new CfnOutput(this, 'DataBucketName', { value: lake.bucket.bucketName });
    new CfnOutput(this, 'ApiUrl', { value: `${api.endpoint}/api` });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url });
    new CfnOutput(this, 'UserPoolId', { value: identity.userPool.userPoolId });
    new CfnOutput(this, 'TokenUrl', { value: `${identity.origin}/oauth2/token` });
    new CfnOutput(this, 'SystemClientId', { value: system.userPoolClientId });
    new CfnOutput(this, 'ClusterArn', { value: store.cluster.clusterArn });
    new CfnOutput(this, 'ClusterSecretArn', { value: store.secret.secretArn });
  }
}
