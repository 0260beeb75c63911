import type { Schema } from './document.ts';

const REFERENCE = '#/components/schemas/';

/** The name of the schema that this one refers to. */
export function referredName({ $ref }: Schema): string | undefined {
  return $ref?.startsWith(REFERENCE) ? $ref.slice(REFERENCE.length) : undefined;
}

/** A schema's type in words: `number or null`, `list of Segment`, `LOW, MEDIUM or HIGH`. */
export function typeText(schema: Schema): string {
  const name = referredName(schema);
  if (name !== undefined) return name;
  if (schema.anyOf !== undefined) return either(schema.anyOf.map(typeText));
  if (schema.enum !== undefined) return either(schema.enum.map(String));
  if (schema.const !== undefined) return String(schema.const);
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeText).join(', ')}]`;
  if (Array.isArray(schema.type)) return either(schema.type);
  if (schema.type === 'array')
    return `list of ${schema.items === undefined ? 'anything' : typeText(schema.items)}`;
  if (schema.type !== 'object') return typeof schema.type === 'string' ? schema.type : 'anything';
  return typeof schema.additionalProperties === 'object'
    ? `object of ${typeText(schema.additionalProperties)}`
    : 'object';
}

/** The bounds of a value in words, or undefined where it has none. */
export function boundsText({ minimum, maximum, maxLength, ...rest }: Schema): string | undefined {
  const parts = [
    minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : undefined,
    minimum !== undefined && maximum === undefined ? `At least ${minimum}` : undefined,
    minimum === undefined && maximum !== undefined ? `At most ${maximum}` : undefined,
    maxLength === undefined ? undefined : `At most ${maxLength} characters`,
    rest.default === undefined ? undefined : `${String(rest.default)} unless given`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** A field with what leads to it: `levels[].customers`. */
export interface Field {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** The fields of an object, and of the objects inside it that have no name of their own. */
export function fieldsOf(schema: Schema, path = ''): readonly Field[] {
  const properties = Object.entries(schema.properties ?? {});
  return properties.flatMap(([name, part]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const required = schema.required?.includes(name) ?? false;
    return [{ path: own, schema: part, required }, ...fieldsInside(part, own)];
  });
}

function fieldsInside(schema: Schema, path: string): readonly Field[] {
  const inner = [schema, ...(schema.anyOf ?? [])];
  return inner.flatMap((one) =>
    one.items === undefined ? fieldsOf(one, path) : fieldsInside(one.items, `${path}[]`),
  );
}

function either(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
