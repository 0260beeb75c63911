import { ByteBuffer } from './byte-buffer.ts';
import { formatCsvField } from './csv-writer.ts';

/** Texts made ready once to be written as fields of CSV again and again. */
export class FormattedTexts {
  readonly #bytes = new ByteBuffer(1024);
  /** Where each text begins in the bytes, and where the last ends. */
  readonly #offsets = [0];

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.add(text);
  }

  /** Adds a text; its index is the number of those before it. */
  add(text: string): void {
    this.#bytes.text(formatCsvField(text));
    this.#offsets.push(this.#bytes.length);
  }

  /** Writes the text of an index. */
  write(out: ByteBuffer, index: number): void {
    const start = this.#offsets[index]!;
    const end = this.#offsets[index + 1]!;
    out.reserve(end - start);
    out.copy(this.#bytes.view, start, end);
  }
}
