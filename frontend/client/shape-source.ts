import type { JsonObject } from '#core/api/openapi/json-schema.ts';

const REFERENCE = '#/components/schemas/';

/** The shapes of some named schemas, and of those they refer to, as TypeScript over ../src/api/shape.ts. */
export function shapeSource(schemas: Readonly<Record<string, JsonObject>>, names: readonly string[]): string {
  const writer = new ShapeWriter();
  const wanted = withReferences(schemas, names);
  const shapes = wanted.map((name) => {
    const shape = writer.expression(schemas[name]!, name);
    return `export const ${shapeNameOf(name)}: Shape<${name}> = ${shape};`;
  });
  const used = [...writer.used].sort();
  return [
    '/* Made from the OpenAPI document by frontend/client/generate.ts; not to be edited. */',
    '',
    `import { type Shape, ${used.join(', ')} } from '../shape.ts';`,
    `import type { ${wanted.join(', ')} } from './types.ts';`,
    '',
    '/** What each answer must look like before it is shown. */',
    '',
    shapes.join('\n\n'),
    '',
  ].join('\n');
}

const shapeNameOf = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}Shape`;

/** What a schema refers to comes before it. */
function withReferences(
  schemas: Readonly<Record<string, JsonObject>>,
  names: readonly string[],
): readonly string[] {
  const ordered: string[] = [];
  const add = (name: string): void => {
    if (ordered.includes(name)) return;
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`The document has no schema ${name}.`);
    for (const reference of referencesIn(schema)) add(reference);
    ordered.push(name);
  };
  for (const name of names) add(name);
  return ordered;
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === '$ref' ? [String(part).replace(REFERENCE, '')] : referencesIn(part),
  );
}

/** Writes a JSON Schema as an expression of shapes; `type` is the TypeScript type of what it describes. */
class ShapeWriter {
  readonly used = new Set<string>();

  expression(schema: JsonObject, type: string): string {
    if (typeof schema.$ref === 'string') return shapeNameOf(schema.$ref.replace(REFERENCE, ''));
    if (Array.isArray(schema.anyOf)) return this.#oneOfShapes(schema.anyOf as readonly JsonObject[], type);
    if (Array.isArray(schema.type)) {
      const { type: types, ...rest } = schema;
      return this.#oneOfShapes(
        (types as readonly string[]).map((one) => ({ ...rest, type: one })),
        type,
      );
    }
    if (Array.isArray(schema.enum)) return this.#call('oneOf', JSON.stringify(schema.enum));
    if (schema.const !== undefined) return this.#call('oneOf', JSON.stringify([schema.const]));
    switch (schema.type) {
      case 'string':
        return this.#string(schema);
      case 'number':
      case 'integer':
        return this.#name('number');
      case 'boolean':
        return this.#name('flag');
      case 'array':
        return this.#list(schema, type);
      case 'object':
        return this.#object(schema, type);
      default:
        throw new Error(`There is no shape for the schema ${JSON.stringify(schema)}.`);
    }
  }

  #string({ format, pattern }: JsonObject): string {
    if (format === 'date-time') return this.#name('time');
    return this.#name(pattern === '^[A-Z]{3}$' ? 'currencyCode' : 'text');
  }

  #list({ items, prefixItems }: JsonObject, type: string): string {
    if (!Array.isArray(prefixItems)) {
      return this.#call('list', this.expression(items as JsonObject, `${type}[number]`));
    }
    const parts = prefixItems.map((item: JsonObject, at) => this.expression(item, `${type}[${at}]`));
    return this.#call(`tuple<${type}>`, `[${parts.join(', ')}]`);
  }

  #object({ properties = {}, required = [], additionalProperties }: JsonObject, type: string): string {
    const fields = Object.entries(properties as Readonly<Record<string, JsonObject>>);
    if (fields.length === 0 && typeof additionalProperties === 'object' && additionalProperties !== null) {
      return this.#call('record', this.expression(additionalProperties as JsonObject, `${type}[string]`));
    }
    const parts = fields.map(([name, schema]) => {
      const isRequired = (required as readonly string[]).includes(name);
      const shape = this.expression(schema, `NonNullable<${type}['${name}']>`);
      return `${name}: ${isRequired ? shape : this.#call('optional', shape)}`;
    });
    return this.#call(`object<${type}>`, `{ ${parts.join(', ')} }`);
  }

  #oneOfShapes(schemas: readonly JsonObject[], type: string): string {
    const others = schemas.filter((schema) => schema.type !== 'null');
    const inner = `NonNullable<${type}>`;
    const shapes = [...new Set(others.map((schema) => this.expression(schema, inner)))];
    const either = shapes.length === 1 ? shapes[0]! : this.#call('either', shapes.join(', '));
    return others.length < schemas.length ? this.#call('nullable', either) : either;
  }

  #name(name: string): string {
    this.used.add(name);
    return name;
  }

  #call(name: string, argument: string): string {
    this.used.add(name.replace(/<.*/s, ''));
    return `${name}(${argument})`;
  }
}
