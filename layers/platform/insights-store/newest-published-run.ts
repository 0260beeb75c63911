import { RUNS_PREFIX, runStatusKey } from '#core/lake/keys.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import { findJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';

const KEYS_A_CALL = 1000;
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
    const keys = await this.#keysAfterKnown();
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

  async #keysAfterKnown(): Promise<string[]> {
    const found: string[] = [];
    let after = this.#known === undefined ? undefined : runStatusKey(this.#known);
    for (let page: readonly string[]; ; found.push(...page), after = page.at(-1)) {
      page = await this.#store.list(RUNS_PREFIX, KEYS_A_CALL, after);
      if (page.length < KEYS_A_CALL) return [...found, ...page];
    }
  }

  #stateOf(key: string) {
    return findJson(this.#store, key, runStatusSchema);
  }
}
