const BLOCK_BYTES = 128 * 1024;

/**
 * Gathers chunks of any size into one buffer that is always filled to the brim before it is looked at, so that nothing
 * downstream depends on where the chunks end. The buffer doubles while one record fills more than half of it.
 */
export class BlockReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer = new Uint8Array(BLOCK_BYTES);
  #length = 0;
  #offset = 0;
  #chunk: Uint8Array = new Uint8Array(0);
  #atEnd = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#source = chunks[Symbol.asyncIterator]();
  }

  /** The bytes gathered and not yet consumed; valid until the next call of `fill` or `consume`. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  /** How many bytes of the source lie before `bytes`. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether the source has ended, so that `bytes` is all there is. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** Reads until the buffer is full or the source has ended. Passes on the source's errors. */
  async fill(): Promise<void> {
    if (this.#length > this.#buffer.length / 2) this.#grow();
    while (this.#length < this.#buffer.length) {
      if (this.#chunk.length === 0 && !(await this.#nextChunk())) return;
      const taken = this.#chunk.subarray(0, this.#buffer.length - this.#length);
      this.#buffer.set(taken, this.#length);
      this.#length += taken.length;
      this.#chunk = this.#chunk.subarray(taken.length);
    }
  }

  /** Drops the first `count` bytes. */
  consume(count: number): void {
    if (count === 0) return;
    this.#buffer.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.#offset += count;
  }

  /** Lets go of the source where it is not read to its end. */
  async close(): Promise<void> {
    if (this.#atEnd) return;
    this.#atEnd = true;
    await this.#source.return?.();
  }

  async #nextChunk(): Promise<boolean> {
    if (this.#atEnd) return false;
    const next = await this.#source.next();
    if (next.done === true) {
      this.#atEnd = true;
      return false;
    }
    this.#chunk = next.value;
    return true;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#buffer.length * 2);
    larger.set(this.bytes);
    this.#buffer = larger;
  }
}
