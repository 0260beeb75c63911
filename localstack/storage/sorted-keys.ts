/** Keys in the order of their UTF-8 bytes, as S3 lists them. New keys are sorted in when the order is next asked for. */
export class SortedKeys {
  #sorted: { readonly key: string; readonly bytes: Buffer }[] = [];
  readonly #present = new Set<string>();
  #isDirty = false;

  add(key: string): void {
    if (this.#present.has(key)) return;
    this.#present.add(key);
    this.#isDirty = true;
  }

  delete(key: string): void {
    if (this.#present.delete(key)) this.#isDirty = true;
  }

  /** The keys greater than `after`, as they stand now. */
  *after(after: string): Generator<string, void, undefined> {
    this.#sort();
    const sorted = this.#sorted;
    for (let index = firstAfter(sorted, Buffer.from(after)); index < sorted.length; index += 1) {
      const { key } = sorted[index]!;
      if (this.#present.has(key)) yield key;
    }
  }

  #sort(): void {
    if (!this.#isDirty) return;
    this.#sorted = [...this.#present]
      .map((key) => ({ key, bytes: Buffer.from(key) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    this.#isDirty = false;
  }
}

function firstAfter(sorted: readonly { readonly bytes: Buffer }[], after: Buffer): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(sorted[middle]!.bytes, after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
