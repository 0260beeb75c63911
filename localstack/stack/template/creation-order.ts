import type { Template } from './cloud-assembly.ts';
import { TemplateError } from './template-error.ts';

/** The logical ids so that each comes after all it refers to. @throws TemplateError naming the ids of a circle */
export function creationOrder(template: Template): readonly string[] {
  const ids = Object.keys(template.Resources);
  const known = new Set(ids);
  const order: string[] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  const visit = (id: string, path: readonly string[]) => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'visiting')
      throw new TemplateError(
        `The resources refer to one another in a circle: ${[...path, id].join(' → ')}.`,
      );
    state.set(id, 'visiting');
    const resource = template.Resources[id];
    const needed = new Set([resource?.DependsOn ?? []].flat());
    collectReferences(resource?.Properties, needed);
    for (const other of needed) if (known.has(other) && other !== id) visit(other, [...path, id]);
    state.set(id, 'done');
    order.push(id);
  };
  for (const id of ids) visit(id, []);
  return order;
}

function collectReferences(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, argument] of Object.entries(value)) {
    if (key === 'Ref' && typeof argument === 'string') found.add(argument);
    else if (key === 'Fn::GetAtt')
      found.add(String(Array.isArray(argument) ? argument[0] : argument).split('.')[0]!);
    else if (key === 'Fn::Sub') collectSubstitutions(argument, found);
    else collectReferences(argument, found);
  }
}

function collectSubstitutions(argument: unknown, found: Set<string>): void {
  const pattern = Array.isArray(argument) ? argument[0] : argument;
  for (const [, name = ''] of String(pattern).matchAll(/\$\{([^!}][^}]*)\}/g)) found.add(name.split('.')[0]!);
  if (Array.isArray(argument)) collectReferences(argument[1], found);
}
