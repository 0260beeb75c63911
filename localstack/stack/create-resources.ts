import type { LocalCloud } from './local-cloud.ts';
import { PROVIDERS } from './providers/registry.ts';
import type { CloudAssembly } from './template/cloud-assembly.ts';
import { creationOrder } from './template/creation-order.ts';
import {
  conditionHolds,
  type PhysicalResource,
  type ResolutionScope,
  resolve,
} from './template/intrinsics.ts';
import { TemplateError } from './template/template-error.ts';

/** Refuses a template with a resource that nobody here knows, before anything is made. @throws TemplateError */
export function checkTypes({ template }: CloudAssembly): void {
  for (const [id, { Type }] of Object.entries(template.Resources)) {
    if (PROVIDERS[Type] === undefined) {
      throw new TemplateError(`The local cloud does not know the resource type ${Type} (${id}).`);
    }
  }
}

/** Makes every resource after those it refers to, and gives the stack's outputs. */
export async function createResources(cloud: LocalCloud): Promise<Readonly<Record<string, unknown>>> {
  const { assembly, context } = cloud;
  const resources = new Map<string, PhysicalResource>();
  const scope: ResolutionScope = {
    template: assembly.template,
    resources,
    pseudoParameters: {
      'AWS::AccountId': context.accountId,
      'AWS::Region': context.region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': assembly.stackName,
      'AWS::StackId': `arn:aws:cloudformation:${context.region}:${context.accountId}:stack/${assembly.stackName}`,
    },
  };
  for (const id of creationOrder(assembly.template)) {
    const resource = assembly.template.Resources[id];
    if (
      resource === undefined ||
      (resource.Condition !== undefined && !conditionHolds(resource.Condition, scope))
    )
      continue;
    const properties = resolve(resource.Properties, scope) as Record<string, unknown>;
    const provider = PROVIDERS[resource.Type];
    if (provider === undefined) throw new TemplateError(`There is no provider of ${resource.Type}.`);
    resources.set(
      id,
      await provider({ id, type: resource.Type, name: `${assembly.stackName}-${id}`, properties }, cloud),
    );
  }
  const outputs = Object.entries(assembly.template.Outputs).map(([name, { Value }]) => [
    name,
    resolve(Value, scope),
  ]);
  return Object.fromEntries(outputs);
}
