import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyLocks } from './key-locks.ts';
import { SortedKeys } from './sorted-keys.ts';
import { type ObjectVersion, type StoredKey, storedKeySchema } from './stored-object.ts';

/** The version id of objects in a bucket that keeps one version. */
export const NULL_VERSION = 'null';

/**
 * One bucket on disk: bodies in `blobs/` under random names, and a small file a key in `keys/`, which is written aside
 * and renamed into place. Until then a body belongs to nothing, and is removed at the next start.
 */
export class BucketStore {
  readonly name: string;
  versioning = false;
  readonly #directory: string;
  readonly #keys = new Map<string, StoredKey>();
  readonly #sorted = new SortedKeys();
  readonly #locks = new KeyLocks();

  private constructor(name: string, directory: string) {
    this.name = name;
    this.#directory = directory;
  }

  /** Opens a bucket's folder, making it where it is missing, and clears what unfinished writes left. */
  static async open(name: string, directory: string): Promise<BucketStore> {
    const store = new BucketStore(name, directory);
    await mkdir(join(directory, 'blobs'), { recursive: true });
    await mkdir(join(directory, 'keys'), { recursive: true });
    const blobs = new Set<string>();
    for (const file of await readdir(join(directory, 'keys'))) {
      if (!file.endsWith('.json')) {
        await rm(join(directory, 'keys', file), { force: true });
        continue;
      }
      const stored = storedKeySchema.parse(JSON.parse(await readFile(join(directory, 'keys', file), 'utf8')));
      store.#remember(stored);
      for (const { blob } of stored.versions) blobs.add(blob);
    }
    for (const blob of await readdir(join(directory, 'blobs'))) {
      if (!blobs.has(blob)) await rm(join(directory, 'blobs', blob), { force: true });
    }
    return store;
  }

  /** A path for a new body; it belongs to nothing until `commit`. */
  newBlob(): { readonly blob: string; readonly path: string } {
    const blob = randomUUID();
    return { blob, path: this.blobPath(blob) };
  }

  blobPath(blob: string): string {
    return join(this.#directory, 'blobs', blob);
  }

  /** The version asked for, or the newest; undefined where there is none or the newest is a delete marker. */
  find(key: string, versionId?: string): ObjectVersion | undefined {
    const versions = this.#keys.get(key)?.versions ?? [];
    if (versionId !== undefined) return versions.find((version) => version.versionId === versionId);
    const [newest] = versions;
    return newest?.isObject ? newest : undefined;
  }

  /**
   * Makes a version the newest of its key, atomically. `check` sees what stands before, alone among all writers of the
   * key, and refuses by throwing; `beforeVisible` runs between them.
   */
  commit(
    key: string,
    version: Omit<ObjectVersion, 'versionId'>,
    check: (standing: ObjectVersion | undefined) => void,
    beforeVisible: (version: ObjectVersion) => Promise<void> = async () => {},
  ): Promise<ObjectVersion> {
    return this.#locks.run(key, async () => {
      check(this.find(key));
      const committed = {
        ...version,
        versionId: this.versioning ? randomUUID().replaceAll('-', '') : NULL_VERSION,
      };
      await beforeVisible(committed);
      const earlier = this.#keys.get(key)?.versions ?? [];
      const kept = this.versioning ? earlier : earlier.filter(({ versionId }) => versionId !== NULL_VERSION);
      await this.#save({ key, versions: [committed, ...kept] });
      await this.#removeBlobs(earlier.filter((each) => !kept.includes(each)));
      return committed;
    });
  }

  /** Removes a key: by a delete marker where versions are kept, else for good. */
  async delete(key: string): Promise<void> {
    if (this.versioning && this.find(key) !== undefined) {
      const lastModified = new Date().toISOString();
      const marker = { isObject: false, blob: '', bytes: 0, etag: '', lastModified, headers: {} };
      await this.commit(key, marker, () => {});
    } else if (!this.versioning) {
      await this.#locks.run(key, () => this.#forget(key));
    }
  }

  /** Removes one version for good. */
  deleteVersion(key: string, versionId: string): Promise<void> {
    return this.#locks.run(key, async () => {
      const versions = this.#keys.get(key)?.versions ?? [];
      const kept = versions.filter((version) => version.versionId !== versionId);
      if (kept.length === versions.length) return;
      if (kept.length === 0) return this.#forget(key);
      await this.#save({ key, versions: kept });
      await this.#removeBlobs(versions.filter((version) => !kept.includes(version)));
    });
  }

  /** Keys in UTF-8 order, from the first that is greater than `after`. */
  *keysAfter(after: string): Generator<string, void, undefined> {
    for (const key of this.#sorted.after(after)) if (this.find(key) !== undefined) yield key;
  }

  async #save(stored: StoredKey): Promise<void> {
    const path = this.#keyPath(stored.key);
    const temporary = `${path}.${randomUUID()}.new`;
    await writeFile(temporary, JSON.stringify(stored));
    await rename(temporary, path);
    this.#remember(stored);
  }

  async #forget(key: string): Promise<void> {
    const versions = this.#keys.get(key)?.versions ?? [];
    await rm(this.#keyPath(key), { force: true });
    this.#keys.delete(key);
    this.#sorted.delete(key);
    await this.#removeBlobs(versions);
  }

  #remember(stored: StoredKey): void {
    this.#keys.set(stored.key, stored);
    this.#sorted.add(stored.key);
  }

  async #removeBlobs(versions: readonly ObjectVersion[]): Promise<void> {
    for (const { blob } of versions) if (blob !== '') await rm(this.blobPath(blob), { force: true });
  }

  /** Keys are hashed: whatever a key holds, it never becomes a path. */
  #keyPath(key: string): string {
    return join(this.#directory, 'keys', `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}
