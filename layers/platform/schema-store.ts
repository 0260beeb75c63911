import { NotFoundError, SchemaError } from '#core/errors.ts';
import { SCHEMA_KEY } from '#core/lake/keys.ts';
import { parseSchemaDocument, type SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { ObjectStore } from './store/object-store.ts';

/** The text of the bucket's `config/schema.json`, or of the Telco schema where there is none. */
export async function readSchemaText(store: ObjectStore): Promise<string> {
  try {
    return await store.readText(SCHEMA_KEY);
  } catch (error) {
    if (error instanceof NotFoundError) return JSON.stringify(telcoSchema);
    throw error;
  }
}

/** @throws SchemaError */
export function parseSchemaText(text: string): SchemaDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SchemaError('SCHEMA_INVALID', `${SCHEMA_KEY} is not JSON: ${(cause as Error).message}`, {
      cause,
    });
  }
  return parseSchemaDocument(value);
}
