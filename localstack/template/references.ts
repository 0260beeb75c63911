import { variablesOf } from './substitution.ts';
import { isObject, type TemplateResource } from './template.ts';

/** The name and attribute of `Fn::GetAtt`, in either of its two forms; undefined where it is neither. */
export function attributeReference(argument: unknown): readonly [string, string] | undefined {
  const parts = typeof argument === 'string' ? argument.split('.') : argument;
  if (!Array.isArray(parts)) return undefined;
  const [logicalId, ...attribute] = parts;
  if (typeof logicalId !== 'string' || attribute.length === 0) return undefined;
  return attribute.every((part) => typeof part === 'string') ? [logicalId, attribute.join('.')] : undefined;
}

/** The logical ids that a resource names: by DependsOn, Ref, Fn::GetAtt and Fn::Sub; pseudo parameters left out. */
export function referencesOf(resource: TemplateResource): ReadonlySet<string> {
  const found = new Set([resource.DependsOn].flat());
  collect(resource.Properties, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
  } else if (isObject(value)) {
    for (const [key, argument] of Object.entries(value)) {
      for (const name of namesIn(key, argument)) if (!name.startsWith('AWS::')) found.add(name);
      collect(argument, found);
    }
  }
}

function namesIn(key: string, argument: unknown): readonly string[] {
  if (key === 'Ref' && typeof argument === 'string') return [argument];
  if (key === 'Fn::GetAtt') return attributeReference(argument)?.slice(0, 1) ?? [];
  if (key !== 'Fn::Sub') return [];
  const [text, own] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return [];
  return variablesOf(text)
    .filter((variable) => !isObject(own) || !(variable in own))
    .map((variable) => variable.split('.')[0] ?? variable);
}
