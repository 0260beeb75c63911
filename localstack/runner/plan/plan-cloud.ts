import type { CloudAssembly } from '../../template/cloud-assembly.ts';
import { checkFunctions, resolve } from '../../template/intrinsics.ts';
import { attributeReference } from '../../template/references.ts';
import { resourceOrder } from '../../template/resource-order.ts';
import { isObject, type Template } from '../../template/template.ts';
import { TemplateError } from '../../template/template-error.ts';
import { type StackPlace, type TemplateScope, templateScope } from '../../template/template-scope.ts';
import type { CloudPlan, PlannedApi } from './cloud-plan.ts';
import { PlanDraft } from './plan-draft.ts';
import type { Provider, ProviderContext } from './provider.ts';
import { providers } from './providers/registry.ts';

/** Where the parts will listen whose addresses a template may use. */
export type Endpoints = ProviderContext['endpoints'];

/**
 * Works out what a template makes, without starting anything.
 * @throws TemplateError for whatever the local cloud does not know or cannot honour, naming type and logical id
 */
export function planCloud(assembly: CloudAssembly, place: StackPlace, endpoints: Endpoints): CloudPlan {
  const { template } = assembly;
  checkTypes(template);
  checkFunctions(template.Conditions, 'A condition');
  const scope = templateScope(template, place);
  const draft = new PlanDraft();
  const standIns = standInFunctions(template);
  let resources = 0;
  for (const logicalId of resourceOrder(template)) {
    if (!scope.isMade(logicalId)) continue;
    resources += 1;
    planResource(template, scope, {
      ...{ logicalId, place, draft, endpoints },
      isStandIn: standIns.has(logicalId),
      assetOf: (objectKey) => assetOf(assembly, objectKey),
      imageOf: (reference) => imageOf(assembly, reference),
    });
  }
  checkApi(draft.api);
  return {
    stackName: place.stackName,
    resources,
    buckets: [...draft.buckets.values()],
    functions: [...draft.functions.values()],
    clusters: draft.clusterTargets(),
    steps: draft.steps,
    schedules: draft.schedules,
    tasks: draft.tasks.clusterArns.length > 0 ? draft.tasks : undefined,
    stateMachines: draft.stateMachines,
    api: draft.api,
    distribution: draft.distribution,
    userPool: draft.userPool,
    output: (name) => outputOf(template, scope, name),
  };
}

function planResource(template: Template, scope: TemplateScope, context: ProviderContext): void {
  const { logicalId } = context;
  const { Type, Properties } = template.Resources[logicalId] ?? { Type: '', Properties: {} };
  const known = providerOf(Type, logicalId);
  checkFunctions(Properties, `${Type} ${logicalId}`);
  try {
    const honoured = Object.entries(Properties).filter(([name]) => !known.ignores(name));
    const resolved = resolve(context.isStandIn ? {} : Object.fromEntries(honoured), scope);
    const properties = context.draft.localized(resolved);
    refuseDynamicReferences(properties);
    scope.add(logicalId, known.plan(properties, context));
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    throw new TemplateError(`${Type} ${logicalId}: ${cause.message}`, { cause });
  }
}

function checkApi(api: PlannedApi | undefined): void {
  if (api === undefined) return;
  if (api.stage === undefined) throw new TemplateError('The HTTP API has no stage.');
  const routeKeys = api.routes.map(({ routeKey }) => routeKey);
  for (const routeKey of Object.keys(api.routeThrottling)) {
    if (!routeKeys.includes(routeKey)) throw new TemplateError(`RouteSettings: ${routeKey} is no route.`);
  }
}

function checkTypes(template: Template): void {
  for (const [logicalId, { Type }] of Object.entries(template.Resources)) providerOf(Type, logicalId);
}

function providerOf(type: string, logicalId: string): Provider {
  const known = providers.get(type);
  if (known !== undefined) return known;
  throw new TemplateError(`${type} (${logicalId}) is a type of resource that the local cloud does not run.`);
}

/** The functions behind custom resources: the runner does itself what they would do. */
function standInFunctions(template: Template): ReadonlySet<string> {
  const found = Object.values(template.Resources).flatMap(({ Properties }) => {
    const token = Properties.ServiceToken;
    if (!isObject(token)) return [];
    return attributeReference(token['Fn::GetAtt'])?.slice(0, 1) ?? [];
  });
  return new Set(found);
}

/** `{{resolve:secretsmanager:…}}` and its like: the local cloud holds no secret values. */
function refuseDynamicReferences(properties: unknown): void {
  const reference = /\{\{resolve:[^}]*\}\}/.exec(JSON.stringify(properties) ?? '');
  if (reference !== null) throw new TemplateError(`the local cloud has no value for ${reference[0]}`);
}

function assetOf({ assets }: CloudAssembly, objectKey: string): string {
  const path = assets.get(objectKey);
  if (path !== undefined) return path;
  throw new TemplateError(`there is no asset ${objectKey} in the cloud assembly`);
}

/** Of a reference such as `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>` the tag names the asset. */
function imageOf({ images }: CloudAssembly, reference: string): string {
  const directory = images.get(reference.split(':').at(-1) ?? '');
  if (directory !== undefined) return directory;
  throw new TemplateError(`there is no image ${reference} in the cloud assembly`);
}

function outputOf(template: Template, scope: TemplateScope, name: string): string | undefined {
  const output = Object.hasOwn(template.Outputs, name) ? template.Outputs[name] : undefined;
  if (output === undefined || (output.Condition !== undefined && !scope.condition(output.Condition)))
    return undefined;
  const value = resolve(output.Value, scope);
  if (typeof value === 'string') return value;
  throw new TemplateError(`Output ${name} is no text.`);
}
