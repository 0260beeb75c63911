import { attributeReference } from './references.ts';
import { substitute } from './substitution.ts';
import { isObject } from './template.ts';
import { TemplateError } from './template-error.ts';

/** What intrinsic functions look up. Each throws TemplateError for a name that it does not know. */
export interface Scope {
  readonly region: string;
  /** A pseudo parameter, a parameter, or a resource that is planned; NO_VALUE for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapped(map: string, key: string, secondKey: string): unknown;
}

/** Stands for `AWS::NoValue`: its place in an object or a list is taken away. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

type IntrinsicFunction = (argument: unknown, scope: Scope) => unknown;

const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (name, scope) => scope.ref(text(name, 'Ref')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = attributeReference(argument) ?? wrong('Fn::GetAtt', argument);
    return scope.attribute(logicalId, attribute);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, items] = list(resolve(argument, scope), 'Fn::Join', 2);
    return list(items, 'Fn::Join')
      .map((item) => text(item, 'Fn::Join'))
      .join(text(separator, 'Fn::Join'));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, own] = Array.isArray(argument) ? argument : [argument, {}];
    const variables = isObject(own) ? own : wrong('Fn::Sub', argument);
    return substitute(text(template, 'Fn::Sub'), (name) =>
      text(
        name in variables ? resolve(variables[name], scope) : variable(name, scope),
        `\${${name}} of Fn::Sub`,
      ),
    );
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(resolve(argument, scope), 'Fn::Select', 2);
    const position = Number(text(index, 'Fn::Select'));
    const choices = list(items, 'Fn::Select');
    return Number.isInteger(position) && position in choices
      ? choices[position]
      : wrong('Fn::Select', argument);
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(resolve(argument, scope), 'Fn::Split', 2);
    return text(source, 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, secondKey] = list(resolve(argument, scope), 'Fn::FindInMap', 3).map((item) =>
      text(item, 'Fn::FindInMap'),
    );
    return resolve(scope.mapped(map ?? '', key ?? '', secondKey ?? ''), scope);
  },
  'Fn::GetAZs': (argument, scope) => {
    const region = text(resolve(argument, scope), 'Fn::GetAZs') || scope.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = list(argument, 'Fn::If', 3);
    return resolve(scope.condition(text(name, 'Fn::If')) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolve(argument, scope), 'Fn::Equals', 2);
    return text(left, 'Fn::Equals') === text(right, 'Fn::Equals');
  },
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((item) => isTrue(item, scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((item) => isTrue(item, scope)),
  'Fn::Not': (argument, scope) => !isTrue(list(argument, 'Fn::Not', 1)[0], scope),
};

/** The function that an object of one key calls, or undefined for plain data. */
function callOf(value: Readonly<Record<string, unknown>>): readonly [string, unknown] | undefined {
  const [first, ...others] = Object.entries(value);
  if (first === undefined || others.length > 0) return undefined;
  return first[0] === 'Ref' || first[0].startsWith('Fn::') ? first : undefined;
}

/**
 * Replaces every intrinsic function by its value, however deep.
 * @throws TemplateError for a function that is not known, or one with arguments that it cannot take
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (!isObject(value)) return value;
  const call = callOf(value);
  if (call !== undefined) return functionNamed(call[0])(call[1], scope);
  const resolved = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE));
}

/** The value of an expression that a condition is made of. */
export function isTrue(expression: unknown, scope: Scope): boolean {
  if (isObject(expression) && 'Condition' in expression) {
    return scope.condition(text(expression.Condition, 'Condition'));
  }
  const value = resolve(expression, scope);
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : wrong('a condition', expression);
}

/** Checks that a value calls no function that is unknown. @throws TemplateError naming `where` */
export function checkFunctions(value: unknown, where: string): void {
  if (Array.isArray(value)) {
    for (const item of value) checkFunctions(item, where);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key.startsWith('Fn::') && !Object.hasOwn(FUNCTIONS, key)) {
        throw new TemplateError(`${where} uses ${key}, which the local cloud does not know.`);
      }
      checkFunctions(item, where);
    }
  }
}

function functionNamed(name: string): IntrinsicFunction {
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known === undefined)
    throw new TemplateError(`${name} is a function that the local cloud does not know.`);
  return known;
}

function variable(name: string, scope: Scope): unknown {
  const dot = name.indexOf('.');
  return dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : wrong(where, value);
}

function list(value: unknown, where: string, length?: number): readonly unknown[] {
  const isRight = Array.isArray(value) && (length === undefined || value.length === length);
  return isRight ? value : wrong(where, value);
}

function wrong(where: string, value: unknown): never {
  const shown = typeof value === 'symbol' ? value.description : JSON.stringify(value);
  throw new TemplateError(`${where} cannot take ${shown?.slice(0, 200)}.`);
}
