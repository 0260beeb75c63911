import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type { JsonObject } from '#core/api/openapi/json-schema.ts';

const HEAD = `/* Made from the OpenAPI document by frontend/client/generate.ts; not to be edited. */`;

/** The types of a document's named schemas, and `paths` as openapi-fetch wants it, as TypeScript. */
export async function typeSource(document: JsonObject): Promise<string> {
  const { paths, components } = document as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
  };
  const root = {
    title: 'paths',
    ...objectOf(
      Object.fromEntries(
        Object.entries(paths).map(([path, methods]) => [
          path,
          objectOf(
            Object.fromEntries(
              Object.entries(methods).map(([method, operation]) => [method, operationSchema(operation)]),
            ),
          ),
        ]),
      ),
    ),
    definitions: components.schemas,
  };
  const source = await compile(translated(root) as JSONSchema, 'paths', {
    additionalProperties: false,
    bannerComment: HEAD,
    style: { singleQuote: true, printWidth: 110 },
    unreachableDefinitions: true,
  });
  return source
    .replace('export interface Paths ', 'export interface paths ')
    .replaceAll(': {};', ': Record<string, never>;')
    .replaceAll(/^(\s+)'(\d{3})': \{$/gm, '$1$2: {')
    .replaceAll(/ \*\n \* This interface was referenced by[^/]*via the `definition` "\w+"\.\n/g, '')
    .replaceAll(
      /\/\*\*\n \* This interface was referenced by[^/]*via the `definition` "\w+"\.\n \*\/\n/g,
      '',
    );
}

function operationSchema({ parameters = [], requestBody, responses }: JsonObject): JsonObject {
  const given = (parameters as readonly JsonObject[]).map((parameter) => ({
    name: String(parameter.name),
    where: String(parameter.in),
    required: parameter.required === true,
    schema: parameter.schema as JsonObject,
  }));
  const groups = [...new Set(given.map(({ where }) => where))].map((where) => {
    const own = given.filter((parameter) => parameter.where === where);
    const required = own.filter((parameter) => parameter.required).map(({ name }) => name);
    const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]));
    return [where, { type: 'object', properties, required }] as const;
  });
  const isNeeded = given.some(({ required }) => required);
  const answers = Object.entries(responses as Readonly<Record<string, JsonObject>>);
  return {
    type: 'object',
    properties: {
      parameters: {
        type: 'object',
        properties: Object.fromEntries(groups),
        required: isNeeded ? ['path'] : [],
      },
      ...(requestBody === undefined ? {} : { requestBody: contentOf(requestBody as JsonObject) }),
      responses: objectOf(Object.fromEntries(answers.map(([status, answer]) => [status, contentOf(answer)]))),
    },
    required: ['parameters', 'responses', ...(requestBody === undefined ? [] : ['requestBody'])],
  };
}

function contentOf({ content = {} }: JsonObject): JsonObject {
  const types = Object.entries(content as Readonly<Record<string, JsonObject>>);
  return objectOf({
    content: objectOf(Object.fromEntries(types.map(([type, { schema }]) => [type, schema as JsonObject]))),
  });
}

/** An object that has all of the properties. */
function objectOf(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties) };
}

/** JSON Schema 2020-12 in the words of draft 4, which the compiler of types knows. */
function translated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translated);
  if (typeof value !== 'object' || value === null) return value;
  const { prefixItems, examples: _, minItems: _least, maxItems: _most, ...rest } = value as JsonObject;
  const entries = Object.entries(rest).map(([name, part]): [string, unknown] =>
    name === '$ref' && typeof part === 'string'
      ? [name, part.replace('#/components/schemas/', '#/definitions/')]
      : [name, translated(part)],
  );
  if (!Array.isArray(prefixItems)) return Object.fromEntries(entries);
  const count = prefixItems.length;
  return {
    ...Object.fromEntries(entries),
    items: translated(prefixItems),
    minItems: count,
    maxItems: count,
    additionalItems: false,
  };
}
