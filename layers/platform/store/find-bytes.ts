import { NotFoundError } from '#core/errors.ts';
import type { ObjectStore } from './object-store.ts';

/** An object's bytes, undefined where there is no such object. */
export async function findBytes(store: ObjectStore, key: string): Promise<Uint8Array | undefined> {
  try {
    return await store.readBytes(key);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
