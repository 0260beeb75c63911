import type { Template } from './cloud-assembly.ts';
import { TemplateError } from './template-error.ts';

/** What `Ref` and `Fn::GetAtt` give for a resource that is made. */
export interface PhysicalResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ResolutionScope {
  readonly template: Template;
  /** `AWS::Region` and its like. */
  readonly pseudoParameters: Readonly<Record<string, string>>;
  readonly resources: ReadonlyMap<string, PhysicalResource>;
}

/** Stands for `AWS::NoValue`: a property with it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/** Replaces every intrinsic function in a value. @throws TemplateError naming one that is unknown or cannot be had */
export function resolve(value: unknown, scope: ResolutionScope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isIntrinsic(only[0]))
    return evaluate(only[0], only[1], scope);
  const resolved = entries.map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE));
}

export function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

/** Whether a named condition of the template holds. */
export function conditionHolds(name: string, scope: ResolutionScope): boolean {
  const condition = scope.template.Conditions[name];
  if (condition === undefined) throw new TemplateError(`There is no condition ${name}.`);
  return resolve(condition, scope) === true;
}

function evaluate(name: string, argument: unknown, scope: ResolutionScope): unknown {
  const intrinsic = INTRINSICS[name];
  if (intrinsic === undefined) throw new TemplateError(`The intrinsic function ${name} is not known here.`);
  return intrinsic(argument, scope);
}

type Intrinsic = (argument: unknown, scope: ResolutionScope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => referenced(String(argument), scope),
  Condition: (argument, scope) => conditionHolds(String(argument), scope),
  'Fn::GetAtt': (argument, scope) => {
    const path = typeof argument === 'string' ? argument.split('.') : list(argument, scope).map(String);
    const [id = '', ...rest] = path;
    return attribute(id, rest.join('.'), scope);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = list(argument, scope);
    return list(items, scope).map(text).join(String(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = list(argument, scope);
    return text(whole).split(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, scope);
    const selected = list(items, scope)[Number(index)];
    if (selected === undefined) throw new TemplateError(`Fn::Select finds nothing at ${String(index)}.`);
    return selected;
  },
  'Fn::Sub': (argument, scope) => {
    const [pattern, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, scope);
    return substitute(String(pattern), variables as Record<string, unknown>, scope);
  },
  'Fn::If': (argument, scope) => {
    if (!Array.isArray(argument)) throw new TemplateError('Fn::If wants a list.');
    return resolve(conditionHolds(String(argument[0]), scope) ? argument[1] : argument[2], scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, scope);
    return left === right;
  },
  'Fn::And': (argument, scope) => list(argument, scope).every((item) => item === true),
  'Fn::Or': (argument, scope) => list(argument, scope).some((item) => item === true),
  'Fn::Not': (argument, scope) => list(argument, scope)[0] !== true,
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(argument, scope).map(String);
    const found = scope.template.Mappings[map ?? '']?.[top ?? '']?.[second ?? ''];
    if (found === undefined) throw new TemplateError(`There is no ${map}.${top}.${second} in the mappings.`);
    return found;
  },
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope))).toString('base64'),
  'Fn::GetAZs': (_argument, scope) =>
    ['a', 'b', 'c'].map((zone) => `${scope.pseudoParameters['AWS::Region']}${zone}`),
};

function referenced(id: string, scope: ResolutionScope): unknown {
  if (id === 'AWS::NoValue') return NO_VALUE;
  const pseudo = scope.pseudoParameters[id];
  if (pseudo !== undefined) return pseudo;
  const resource = scope.resources.get(id);
  if (resource !== undefined) return resource.ref;
  const parameter = scope.template.Parameters[id];
  if (parameter?.Default !== undefined) return parameter.Default;
  throw new TemplateError(`Ref ${id}: there is no such resource or parameter with a default.`);
}

function attribute(id: string, name: string, scope: ResolutionScope): unknown {
  const value = scope.resources.get(id)?.attributes[name];
  if (value === undefined)
    throw new TemplateError(`Fn::GetAtt ${id}.${name}: the local cloud does not have it.`);
  return value;
}

function substitute(
  pattern: string,
  variables: Readonly<Record<string, unknown>>,
  scope: ResolutionScope,
): string {
  return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    const variable = variables[name];
    if (variable !== undefined) return text(resolve(variable, scope));
    const [id = '', ...rest] = name.split('.');
    return text(rest.length === 0 ? referenced(id, scope) : attribute(id, rest.join('.'), scope));
  });
}

function list(argument: unknown, scope: ResolutionScope): unknown[] {
  const resolved = resolve(argument, scope);
  if (!Array.isArray(resolved)) throw new TemplateError(`A list is wanted, not ${JSON.stringify(resolved)}.`);
  return resolved;
}

function text(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new TemplateError(`Text is wanted, not ${JSON.stringify(value)}.`);
}
