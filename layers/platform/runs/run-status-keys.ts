import { RUNS_PREFIX } from '#core/lake/keys.ts';
import type { ObjectStore } from '../store/object-store.ts';

const KEYS_A_CALL = 1000;

/** The key of every run's state, from the oldest run to the newest; only those behind `after` where it is given. */
export async function runStatusKeys(store: Pick<ObjectStore, 'list'>, after?: string): Promise<string[]> {
  const found: string[] = [];
  for (let last = after; ; last = found.at(-1)) {
    const page = await store.list(RUNS_PREFIX, KEYS_A_CALL, last);
    found.push(...page);
    if (page.length < KEYS_A_CALL) return found;
  }
}
