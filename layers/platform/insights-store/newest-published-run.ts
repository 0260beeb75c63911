import { runStatusKey } from '#core/lake/keys.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import { runStatusKeys } from '../runs/run-status-keys.ts';
import { findJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';

const READS_AT_ONCE = 16;

/**
 * Tells from the bucket alone which run is published, so that the database may go on sleeping: of the runs whose state
 * is `published`, the newest, which is the one that `published` in the database points to. The ledger follows the
 * database by one write. Runs older than one known to be published are not looked at again: none of them can take its
 * place.
 */
export class NewestPublishedRun {
  readonly #store: ObjectStore;
  #known: string | undefined;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** The run's id, undefined before the first one. */
  async find(): Promise<string | undefined> {
    const after = this.#known === undefined ? undefined : runStatusKey(this.#known);
    const keys = await runStatusKeys(this.#store, after);
    while (keys.length > 0) {
      const newest = keys.splice(-READS_AT_ONCE).reverse();
      const states = await Promise.all(newest.map((key) => this.#stateOf(key)));
      const published = states.find((status) => status?.state === 'published');
      if (published !== undefined) {
        this.#known = published.runId;
        break;
      }
    }
    return this.#known;
  }

  #stateOf(key: string) {
    return findJson(this.#store, key, runStatusSchema);
  }
}
