import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxLength?: number;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema }[];
  readonly body: JsonSchema | undefined;
  readonly responses: Readonly<Record<string, Content>>;
}
type Described = Omit<Operation, 'method' | 'path' | 'body' | 'parameters'> &
  Partial<Pick<Operation, 'parameters'>> & { readonly requestBody?: Content };

/** An OpenAPI document as a test asks it. */
export class OpenApiDocument {
  readonly operations: readonly Operation[];
  readonly #schemas: Readonly<Record<string, JsonSchema>>;
  readonly #ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
  readonly #checks = new Map<string, ValidateFunction>();

  constructor(document: object) {
    const { paths, components } = document as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
      readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
    };
    this.#schemas = components.schemas;
    this.#ajv.addSchema({ $id: 'openapi:', components });
    this.operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
        ...{ method: method.toUpperCase(), path, parameters, responses },
        body: requestBody?.content?.['application/json']?.schema,
      })),
    );
  }

  /** The schema itself, a reference followed. */
  resolved(schema: JsonSchema): JsonSchema {
    return schema.$ref === undefined ? schema : this.#schemas[schema.$ref.replace(/^.*\//, '')]!;
  }

  /** What is wrong with an answer by the operation's description of its status; undefined where nothing is. */
  faultOf({ responses }: Operation, status: number, body: unknown): string | undefined {
    const response = responses[String(status)];
    if (response === undefined) return `status ${status} is not documented`;
    const schema = response.content?.['application/json']?.schema;
    if (schema === undefined) return body === undefined ? undefined : 'there is a body';
    const check = this.#checkOf(schema);
    return check(body) ? undefined : this.#ajv.errorsText(check.errors);
  }

  #checkOf(schema: JsonSchema): ValidateFunction {
    const key = JSON.stringify(schema);
    const known = this.#checks.get(key);
    if (known !== undefined) return known;
    const absolute = JSON.parse(key.replaceAll('"#/', '"openapi:#/')) as object;
    const made = this.#ajv.compile(absolute);
    this.#checks.set(key, made);
    return made;
  }
}
