const MOST_PAIRS = 10_000;

/**
 * Texts made of a name and a value, each made once: a base has millions of customers and few different values. Where
 * they are more than 10,000 all are forgotten and made anew.
 */
export class PairTexts {
  readonly #make: (name: string, value: string) => string;
  readonly #texts = new Map<string, Map<string, string>>();
  #count = 0;

  constructor(make: (name: string, value: string) => string) {
    this.#make = make;
  }

  /** @throws what making it throws; nothing is kept then */
  of(name: string, value: string): string {
    return this.#texts.get(name)?.get(value) ?? this.#add(name, value);
  }

  #add(name: string, value: string): string {
    const text = this.#make(name, value);
    if (++this.#count > MOST_PAIRS) {
      this.#texts.clear();
      this.#count = 1;
    }
    const ofName = this.#texts.get(name) ?? new Map<string, string>();
    this.#texts.set(name, ofName.set(value, text));
    return text;
  }
}
