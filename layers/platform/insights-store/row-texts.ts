/** In UTF-16 units: some 15,000 different segments or reasons of a part. */
const MOST_CHARACTERS = 2_000_000;

/**
 * Texts that rows of a part share, numbered from 0 in the order in which they come up: the same rows give the same
 * numbers at every attempt. Where texts do not repeat (a column of free text), they are not gathered without end.
 */
export class RowTexts {
  readonly #numbers = new Map<string, number>();
  #charactersLeft: number;

  /** @param mostCharacters Of all texts together. @default 2,000,000 */
  constructor(mostCharacters = MOST_CHARACTERS) {
    this.#charactersLeft = mostCharacters;
  }

  /** Undefined for a new text once there is no room for it: its row is to keep it. */
  numberOf(text: string): number | undefined {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (text.length > this.#charactersLeft) return undefined;
    this.#charactersLeft -= text.length;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  /** All so far, in the order of their numbers. */
  all(): Iterable<string> {
    return this.#numbers.keys();
  }
}
