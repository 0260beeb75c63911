import type * as z from 'zod';
import { ChurnError, NotFoundError } from '#core/errors.ts';
import type { ObjectStore } from './object-store.ts';

const JSON_TYPE = 'application/json';

/** Reads a JSON object and checks it. @throws ChurnError `OBJECT_INVALID` naming the key and the faulty paths. */
export async function readJson<T>(store: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T> {
  return parseJson(key, await store.readText(key), schema);
}

/** The same, undefined where there is no such object. */
export async function findJson<T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    return await readJson(store, key, schema);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** Writes a value as indented JSON, for people read these too. */
export async function writeJson(
  store: ObjectStore,
  key: string,
  value: unknown,
  condition: { readonly ifAbsent?: boolean; readonly ifEtag?: string } = {},
): Promise<void> {
  await store.write(key, `${JSON.stringify(value, null, 2)}\n`, { contentType: JSON_TYPE, ...condition });
}

/** Writes a value unless the object is there already, and gives back the one that stands: of many writers, the first's. */
export async function writeJsonOnce<T>(
  store: ObjectStore,
  key: string,
  value: T,
  schema: z.ZodType<T>,
): Promise<T> {
  try {
    await writeJson(store, key, value, { ifAbsent: true });
    return value;
  } catch (error) {
    if (!lostRace(error)) throw error;
    return readJson(store, key, schema);
  }
}

/** Whether a conditional write was refused because somebody else wrote in between. */
export function lostRace(error: unknown): boolean {
  return error instanceof ChurnError && error.code === 'OBJECT_CHANGED';
}

function parseJson<T>(key: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ChurnError('OBJECT_INVALID', `The object ${key} is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new ChurnError('OBJECT_INVALID', `The object ${key} is not as expected: ${faults}`);
}
