interface Closable {
  close(): Promise<unknown>;
}

/** What was started, to be stopped in reverse order. */
export class ClosingStack {
  readonly #parts: Promise<Closable>[] = [];

  /** Keeps a part from the moment it starts, and gives it once it has. */
  add<T extends Closable>(starting: Promise<T>): Promise<T> {
    this.#parts.push(starting);
    return starting;
  }

  /** Stops every part, the youngest first, even where one cannot be stopped. @throws the first fault */
  async close(): Promise<void> {
    const faults: unknown[] = [];
    for (let starting = this.#parts.pop(); starting !== undefined; starting = this.#parts.pop()) {
      const part = await starting.catch(() => undefined);
      await part?.close().catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw faults[0];
  }
}
