import { referencesOf } from './references.ts';
import type { Template } from './template.ts';
import { TemplateError } from './template-error.ts';

/**
 * The logical ids of the template's resources, each after all that it depends on, else in the template's order.
 * @throws TemplateError for a cycle, or a reference to what the template does not have
 */
export function resourceOrder(template: Template): readonly string[] {
  const ordered = new Set<string>();
  const path: string[] = [];
  const visit = (logicalId: string): void => {
    if (ordered.has(logicalId)) return;
    const start = path.indexOf(logicalId);
    if (start >= 0) {
      const cycle = [...path.slice(start), logicalId].join(' → ');
      throw new TemplateError(`The resources depend on each other in a circle: ${cycle}.`);
    }
    path.push(logicalId);
    for (const dependency of dependenciesOf(template, logicalId)) visit(dependency);
    path.pop();
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(template.Resources)) visit(logicalId);
  return [...ordered];
}

function dependenciesOf(template: Template, logicalId: string): readonly string[] {
  const resource = template.Resources[logicalId];
  if (resource === undefined) return [];
  return [...referencesOf(resource)].filter((name) => {
    if (Object.hasOwn(template.Resources, name)) return true;
    if (Object.hasOwn(template.Parameters, name)) return false;
    throw new TemplateError(`${resource.Type} ${logicalId} refers to ${name}, which is not in the template.`);
  });
}
