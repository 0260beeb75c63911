import { object, optional, record, type Shape, text } from '../api/shape.ts';

/** What the page reads of an OpenAPI 3.1 document; what else is in it is left alone. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly description?: string | undefined };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Body {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

export interface Response extends Body {
  readonly description: string;
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly examples?: readonly unknown[];
}

const anything: Shape<Operation & Schema> = (value, path) =>
  typeof value === 'object' && value !== null ? undefined : `${path} is not an object`;

/** Whether a document has what the page begins with; the API that gave it is our own. */
export const openApiShape: Shape<OpenApi> = object<OpenApi>({
  openapi: text,
  info: object<OpenApi['info']>({ title: text, description: optional(text) }),
  paths: record(record(anything)),
  components: object<OpenApi['components']>({ schemas: record(anything) }),
});
