/** Texts beyond these limits are counted together: one more than 5000 leaves room for the empty one. */
export const COUNTED_TEXTS = { maxTexts: 5001, maxLength: 256 } as const;

/** Counts of a column's texts by their codes in a dictionary; −1, a text past its limits, is counted with all such. */
export class ValueCounter {
  readonly #texts: readonly string[];
  /** By code + 1. */
  readonly #counts = new Float64Array(COUNTED_TEXTS.maxTexts + 1);

  /** `texts` are those of a dictionary that keeps to COUNTED_TEXTS; they grow as codes are added. */
  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  /** Adds a text by its code. */
  add(code: number): void {
    this.#counts[code + 1]!++;
  }

  /**
   * The `limit` commonest texts with their counts, ties in order of the text, how many cells are missing (''), and how
   * many hold other texts.
   */
  commonest(limit: number): { missing: number; counts: Record<string, number>; otherValues: number } {
    const [untracked = 0, ...counts] = this.#counts.subarray(0, this.#texts.length + 1);
    const counted = this.#texts
      .map((text, code) => [text, counts[code]!] as const)
      .filter(([, count]) => count > 0);
    const ordered = counted
      .filter(([text]) => text !== '')
      .sort(([one, oneCount], [other, otherCount]) => otherCount - oneCount || (one < other ? -1 : 1));
    return {
      missing: counted.find(([text]) => text === '')?.[1] ?? 0,
      counts: Object.fromEntries(ordered.slice(0, limit)),
      otherValues: ordered.slice(limit).reduce((sum, [, count]) => sum + count, untracked),
    };
  }
}
