interface Part {
  readonly name: string;
  readonly close: () => Promise<unknown> | unknown;
}

/** What was started, to be stopped in reverse order. */
export class ClosingStack {
  readonly #parts: Part[] = [];

  add(name: string, close: Part['close']): void {
    this.#parts.push({ name, close });
  }

  /** Stops every part, the youngest first, whatever becomes of the others; a fault is reported and goes no further. */
  async close(report: (message: string) => void): Promise<void> {
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      try {
        await part.close();
      } catch (error) {
        report(`${part.name} did not stop well: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
