import type { z } from 'zod';
import type { ResolvedResource } from '../local-cloud.ts';
import { TemplateError } from '../template/template-error.ts';

/** A resource's properties as a provider needs them. @throws TemplateError naming the resource and the faulty paths */
export function propertiesOf<T>(resource: ResolvedResource, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new TemplateError(`${resource.type} ${resource.id} cannot be run here: ${faults}`);
}

/** What an earlier provider left under a key. @throws TemplateError */
export function required<T>(
  map: ReadonlyMap<string, T>,
  key: string,
  resource: ResolvedResource,
  what: string,
): T {
  const found = map.get(key);
  if (found === undefined)
    throw new TemplateError(
      `${resource.type} ${resource.id} refers to the ${what} ${key}, which is not here.`,
    );
  return found;
}
