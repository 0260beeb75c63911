import { createHash } from 'node:crypto';
import { ChurnError, NotFoundError } from '#core/errors.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

/** An object store in memory, with the conditional writes of the real one. */
export function createMemoryObjectStore(): ObjectStore & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  const get = (key: string) => {
    const bytes = objects.get(key);
    if (bytes === undefined) throw new NotFoundError('OBJECT_NOT_FOUND', `There is no object ${key}.`);
    return bytes;
  };
  const etagOf = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;
  return {
    objects,
    async read(key) {
      const bytes = get(key);
      return (async function* () {
        yield bytes;
      })();
    },
    readRange: async (key, start, end) => get(key).slice(start, end),
    readBytes: async (key) => get(key),
    readText: async (key) => Buffer.from(get(key)).toString('utf8'),
    async head(key) {
      const bytes = objects.get(key);
      return bytes === undefined ? undefined : { bytes: bytes.byteLength, etag: etagOf(bytes) };
    },
    async write(key, body, { ifAbsent, ifEtag }) {
      const standing = objects.get(key);
      const isRefused =
        (ifAbsent === true && standing !== undefined) ||
        (ifEtag !== undefined && (standing === undefined || etagOf(standing) !== ifEtag));
      if (isRefused) throw new ChurnError('OBJECT_CHANGED', `The object ${key} is not as it was expected.`);
      objects.set(key, typeof body === 'string' ? Buffer.from(body) : Uint8Array.from(body));
    },
    async writeStream(key, body) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      objects.set(key, Buffer.concat(chunks));
    },
    async copy(sourceKey, targetKey) {
      objects.set(targetKey, get(sourceKey));
    },
    async list(prefix, limit, startAfter = '') {
      return [...objects.keys()]
        .filter((key) => key.startsWith(prefix) && key > startAfter)
        .sort()
        .slice(0, limit);
    },
  };
}
