type Values = Float32Array | Float64Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;
type TypeOf<Kind extends Values> = {
  new (buffer: SharedArrayBuffer): Kind;
  readonly BYTES_PER_ELEMENT: number;
};

const CHUNK_LENGTH = 256 * 1024;

/**
 * Numbers that grow, in chunks of shared memory which are joined once. Where the expected length is the right one there
 * is one chunk, and nothing is copied.
 */
export class GrowingArray<Kind extends Values> {
  #Type: TypeOf<Kind>;
  #chunks: Kind[] = [];
  #current: Kind;
  #used = 0;
  /** Of the chunks before the current one. */
  #length = 0;

  constructor(Type: TypeOf<Kind>, expectedLength = CHUNK_LENGTH) {
    this.#Type = Type;
    this.#current = allocate(Type, Math.max(1, expectedLength));
  }

  /** Sets the type of further chunks; what it cannot hold must not have been added before. */
  useType(Type: TypeOf<Kind>): void {
    if (Type === this.#Type) return;
    this.#Type = Type;
    if (this.#used > 0) this.#closeChunk();
    this.#current = allocate(Type, CHUNK_LENGTH);
  }

  /** Adds numbers, which the type rounds or cuts as an assignment to its elements does. */
  add(values: ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> }): void {
    for (let from = 0; from < values.length; ) {
      if (this.#used === this.#current.length) {
        this.#closeChunk();
        this.#current = allocate(this.#Type, CHUNK_LENGTH);
      }
      const to = Math.min(values.length, from + this.#current.length - this.#used);
      this.#current.set(values.subarray(from, to), this.#used);
      this.#used += to - from;
      from = to;
    }
  }

  /** All numbers in one array over shared memory. The chunks are let go: nothing can be added afterwards. */
  join(Type: TypeOf<Kind>): Kind {
    if (this.#chunks.length === 0 && Type === this.#Type && this.#used === this.#current.length) {
      return this.#current;
    }
    this.#closeChunk();
    const joined = allocate(Type, this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      joined.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [];
    this.#current = joined;
    return joined;
  }

  #closeChunk(): void {
    const chunk = this.#current.subarray(0, this.#used) as Kind;
    this.#chunks.push(chunk);
    this.#length += this.#used;
    this.#used = 0;
  }
}

function allocate<Kind extends Values>(Type: TypeOf<Kind>, length: number): Kind {
  return new Type(new SharedArrayBuffer(length * Type.BYTES_PER_ELEMENT));
}
