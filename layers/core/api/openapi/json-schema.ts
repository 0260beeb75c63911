import * as z from 'zod';

/** A JSON object, as documents and schemas are. */
export interface JsonObject {
  readonly [name: string]: unknown;
}

const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/** A zod schema as JSON Schema (2020-12) of what is sent. */
export function requestJsonSchema(schema: z.ZodType): JsonObject {
  return tidied(z.toJSONSchema(schema, { io: 'input' })) as JsonObject;
}

/**
 * Zod schemas as JSON Schemas of what is answered, by name; where one holds another it refers to it. Objects may have
 * more fields than are named, so that a later version may add some.
 */
export function answerJsonSchemas(
  schemas: Readonly<Record<string, z.ZodType>>,
): Readonly<Record<string, JsonObject>> {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) named.add(schema, { id });
  const made = z.toJSONSchema(named, {
    io: 'output',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return tidied(made.schemas) as Readonly<Record<string, JsonObject>>;
}

/** Without what says nothing: the dialect's name, a schema's own address and the largest integer. */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, part]) =>
      !(name === '$schema' || name === '$id') &&
      !(name === 'maximum' && part === UNBOUNDED) &&
      !(name === 'minimum' && part === -UNBOUNDED),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, tidied(part)]));
}
