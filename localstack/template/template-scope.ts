import { isTrue, NO_VALUE, type Scope } from './intrinsics.ts';
import type { Template, TemplateParameter } from './template.ts';
import { TemplateError } from './template-error.ts';

/** What Ref and Fn::GetAtt give of a resource. */
export interface ResourceIdentity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where a stack stands in the cloud. */
export interface StackPlace {
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
}

/** A scope to which resources are added as they become known, in an order in which none is asked for too early. */
export interface TemplateScope extends Scope {
  add(logicalId: string, identity: ResourceIdentity): void;
  /** Whether the template makes the resource at all: one without a condition, or whose condition holds. */
  isMade(logicalId: string): boolean;
}

/** The scope of a template, with its parameters at their defaults. */
export function templateScope(template: Template, place: StackPlace): TemplateScope {
  const identities = new Map<string, ResourceIdentity>();
  const conditions = new Map<string, boolean | 'open'>();
  const pseudoParameters = pseudoParametersOf(place);
  const identityOf = (logicalId: string): ResourceIdentity => {
    const identity = identities.get(logicalId);
    if (identity !== undefined) return identity;
    const isKnown = Object.hasOwn(template.Resources, logicalId);
    throw new TemplateError(
      `${logicalId} is ${isKnown ? 'not made under its condition' : 'not in the template'}.`,
    );
  };
  const scope: TemplateScope = {
    region: place.region,
    add: (logicalId, identity) => identities.set(logicalId, identity),
    isMade(logicalId) {
      const condition = template.Resources[logicalId]?.Condition;
      return condition === undefined || scope.condition(condition);
    },
    ref(name) {
      if (pseudoParameters.has(name)) return pseudoParameters.get(name);
      const parameter = Object.hasOwn(template.Parameters, name) ? template.Parameters[name] : undefined;
      return parameter === undefined ? identityOf(name).ref : parameterValue(name, parameter);
    },
    attribute(logicalId, attribute) {
      const { attributes } = identityOf(logicalId);
      if (Object.hasOwn(attributes, attribute)) return attributes[attribute];
      const type = template.Resources[logicalId]?.Type;
      throw new TemplateError(`${type} ${logicalId} has no attribute ${attribute} in the local cloud.`);
    },
    condition(name) {
      const known = conditions.get(name);
      if (known === 'open') throw new TemplateError(`Condition ${name} depends on itself.`);
      if (known !== undefined) return known;
      if (!Object.hasOwn(template.Conditions, name)) {
        throw new TemplateError(`Condition ${name} is not in the template.`);
      }
      conditions.set(name, 'open');
      const value = isTrue(template.Conditions[name], scope);
      conditions.set(name, value);
      return value;
    },
    mapped(map, key, secondKey) {
      const value = template.Mappings[map]?.[key]?.[secondKey];
      if (value !== undefined) return value;
      throw new TemplateError(`Mapping ${map} has nothing under ${key}.${secondKey}.`);
    },
  };
  return scope;
}

function pseudoParametersOf({ stackName, region, accountId }: StackPlace): ReadonlyMap<string, unknown> {
  const stackId = `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`;
  return new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::NotificationARNs', []],
    ['AWS::Partition', 'aws'],
    ['AWS::Region', region],
    ['AWS::StackId', stackId],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ]);
}

function parameterValue(name: string, { Type, Default }: TemplateParameter): unknown {
  if (Type.startsWith('AWS::SSM::')) {
    throw new TemplateError(
      `Parameter ${name} is read from Systems Manager, which the local cloud does not have.`,
    );
  }
  if (Default === undefined) throw new TemplateError(`Parameter ${name} has no default.`);
  const isList = Type === 'CommaDelimitedList' || Type.startsWith('List<');
  if (!isList) return String(Default);
  return String(Default)
    .split(',')
    .map((item) => item.trim());
}
