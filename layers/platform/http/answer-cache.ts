/** Texts in memory up to so many bytes in all; the one not asked for longest goes first. */
export class AnswerCache {
  readonly #maxBytes: number;
  /** From the one asked for longest ago to the one asked for last. */
  readonly #answers = new Map<string, string>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What the answers take, at two bytes a character, which is the most that V8 uses. */
  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): string | undefined {
    const found = this.#answers.get(key);
    if (found === undefined) return undefined;
    this.#answers.delete(key);
    this.#answers.set(key, found);
    return found;
  }

  /** Keeps an answer; one that would take more than half of the room is left out. */
  set(key: string, answer: string): void {
    this.#remove(key);
    const bytes = bytesOf(key, answer);
    if (bytes > this.#maxBytes / 2) return;
    this.#answers.set(key, answer);
    this.#bytes += bytes;
    for (const oldest of this.#answers.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const found = this.#answers.get(key);
    if (found === undefined) return;
    this.#answers.delete(key);
    this.#bytes -= bytesOf(key, found);
  }
}

const bytesOf = (key: string, answer: string) => 2 * (key.length + answer.length);
