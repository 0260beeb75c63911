import { ByteDictionary } from '../csv/byte-dictionary.ts';
import type { CsvBatch } from '../csv/csv-batch.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { LABEL_LEFT, LABEL_STAYED, LABEL_UNKNOWN } from '../table/feature-table.ts';
import { invalidRow, LABEL_POSITION } from './table-reader.ts';

/** Reads the labels of clean_customers.csv and customer_features.csv. */
export class LabelReader {
  readonly #texts = new ByteDictionary({ maxTexts: 3 });
  readonly #labels: number[] = [];
  readonly #schema: SchemaDocument;

  constructor(schema: SchemaDocument) {
    this.#schema = schema;
  }

  /** One of LABEL_STAYED, LABEL_LEFT, LABEL_UNKNOWN. @throws DataError `TABLE_ROW_INVALID` naming the line. */
  read(batch: CsvBatch, record: number): number {
    const field = batch.firstFields[record]! + LABEL_POSITION;
    const code = this.#texts.codeOf(batch, field);
    if (code < this.#labels.length && code !== -1) return this.#labels[code]!;
    const text = batch.text(field);
    const label = this.#labelOf(text);
    if (label === undefined) throw invalidRow(batch, record, `${text.slice(0, 64)} is not a label`);
    this.#labels.push(label);
    return label;
  }

  #labelOf(text: string): number | undefined {
    const { positive, negative } = this.#schema.label;
    if (text === '') return LABEL_UNKNOWN;
    if (text === positive) return LABEL_LEFT;
    return text === negative ? LABEL_STAYED : undefined;
  }
}
