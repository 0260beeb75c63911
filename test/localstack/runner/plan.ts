import type { CloudPlan } from '../../../localstack/runner/plan/cloud-plan.ts';
import { planCloud } from '../../../localstack/runner/plan/plan-cloud.ts';
import { templateOf } from '../template/scope.ts';

export type Resources = Readonly<Record<string, { readonly Type: string; readonly [key: string]: unknown }>>;

export const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
export const ref = (id: string) => ({ Ref: id });

/** Plans a template of these resources in a stack named Stack, whose assets are `/assets/<object key>`. */
export function planOf(resources: Resources, sections: Readonly<Record<string, unknown>> = {}): CloudPlan {
  const template = templateOf({ Resources: resources, ...sections });
  const keys = ['code.zip', 'layer.zip', 'site.zip'];
  const assets = new Map(keys.map((key) => [key, `/assets/${key}`]));
  const images = new Map([['training', '/assets/training']]);
  const place = { stackName: 'Stack', region: 'us-east-1', accountId: '000000000000' };
  const endpoints = {
    ...{ api: 'http://127.0.0.1:4581', distribution: 'http://127.0.0.1:4580' },
    userPool: 'http://127.0.0.1:4583',
  };
  return planCloud(
    { stackName: 'Stack', region: undefined, accountId: undefined, template, assets, images },
    place,
    endpoints,
  );
}

/** A function with these properties beside those it must have. */
export const lambdaFunction = (properties: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...{ Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'anyone' },
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    ...properties,
  },
});
