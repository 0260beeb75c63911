import { ByteDictionary } from '../csv/byte-dictionary.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { parseLabel } from './cells.ts';

const MAX_REMEMBERED_CELLS = 1000;
const MAX_REMEMBERED_LENGTH = 128;

/** Reads label cells as `parseLabel` does and remembers what it made of each text. */
export class LabelCells {
  readonly #label: SchemaDocument['label'];
  readonly #cells = new ByteDictionary({ maxTexts: MAX_REMEMBERED_CELLS, maxLength: MAX_REMEMBERED_LENGTH });
  readonly #labels: (string | undefined)[] = [];

  constructor(label: SchemaDocument['label']) {
    this.#label = label;
  }

  /** The label as the schema writes it, '' where it is blank, undefined where it is neither value. */
  read(batch: CsvBatch, field: number): string | undefined {
    const code = this.#cells.codeOf(batch, field);
    if (code === -1) return parseLabel(batch.text(field), this.#label);
    if (code === this.#labels.length) this.#labels.push(parseLabel(this.#cells.texts[code]!, this.#label));
    return this.#labels[code];
  }
}
