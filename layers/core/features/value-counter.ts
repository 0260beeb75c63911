import { detachedCopy } from '../csv/detached-copy.ts';

const MAX_TRACKED_VALUES = 5000;
const MAX_TRACKED_LENGTH = 256;

/** Counts of a column's values in bounded memory: values past the limits are counted together. */
export class ValueCounter {
  readonly #counts = new Map<string, number>();
  #missing = 0;
  #untracked = 0;

  /** Adds a value; '' is missing. */
  add(value: string): void {
    const count = this.#counts.get(value);
    if (count !== undefined) this.#counts.set(value, count + 1);
    else if (value === '') this.#missing++;
    else if (this.#counts.size >= MAX_TRACKED_VALUES || value.length > MAX_TRACKED_LENGTH) this.#untracked++;
    else this.#counts.set(detachedCopy(value), 1);
  }

  /** The `limit` commonest values with their counts, ties in order of the text, and how many cells hold others. */
  commonest(limit: number): { missing: number; counts: Record<string, number>; otherValues: number } {
    const ordered = [...this.#counts].sort(
      ([one, oneCount], [other, otherCount]) => otherCount - oneCount || (one < other ? -1 : 1),
    );
    const others = ordered.slice(limit).reduce((sum, [, count]) => sum + count, this.#untracked);
    return {
      missing: this.#missing,
      counts: Object.fromEntries(ordered.slice(0, limit)),
      otherValues: others,
    };
  }
}
