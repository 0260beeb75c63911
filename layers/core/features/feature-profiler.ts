import type { FeatureProfile } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { LABEL_LEFT, LABEL_UNKNOWN } from '../table/feature-table.ts';
import { derivedFeatures } from './derived-features.ts';
import { featuresHeader } from './table-reader.ts';
import { ValueCounter } from './value-counter.ts';

const MAX_COUNTED_VALUES = 50;

/** Gathers profile.json while customer_features.csv is written. */
export class FeatureProfiler {
  readonly #header: readonly string[];
  readonly #columns: readonly (NumericProfile | CategoryProfile)[];
  #rows = 0;
  #labelled = 0;
  #left = 0;

  constructor(schema: SchemaDocument) {
    this.#header = featuresHeader(schema);
    this.#columns = [
      ...schema.columns.map(({ name, type }) => profileOf(name, type === 'numeric')),
      ...derivedFeatures(schema).map(({ name, kind }) => profileOf(name, kind !== 'band')),
    ];
  }

  /** Adds a row: its label and its values, the schema's columns first, then the derived features. */
  add(label: number, values: readonly (number | string)[]): void {
    this.#rows++;
    if (label !== LABEL_UNKNOWN) this.#labelled++;
    if (label === LABEL_LEFT) this.#left++;
    for (let index = 0; index < values.length; index++) this.#columns[index]!.add(values[index]!);
  }

  profile(runId: string): FeatureProfile {
    return {
      runId,
      rows: this.#rows,
      labelled: this.#labelled,
      left: this.#left,
      header: [...this.#header],
      numeric: this.#columns.flatMap((column) => (column instanceof NumericProfile ? [column.entry()] : [])),
      category: this.#columns.flatMap((column) =>
        column instanceof CategoryProfile ? [column.entry()] : [],
      ),
    };
  }
}

function profileOf(name: string, isNumeric: boolean): NumericProfile | CategoryProfile {
  return isNumeric ? new NumericProfile(name) : new CategoryProfile(name);
}

class NumericProfile {
  readonly #name: string;
  #missing = 0;
  #present = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #sum = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(value: number | string): void {
    if (typeof value !== 'number' || Number.isNaN(value)) {
      this.#missing++;
      return;
    }
    this.#present++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  entry(): FeatureProfile['numeric'][number] {
    const isEmpty = this.#present === 0;
    return {
      name: this.#name,
      missing: this.#missing,
      min: isEmpty ? null : this.#min,
      max: isEmpty ? null : this.#max,
      mean: isEmpty ? null : this.#sum / this.#present,
    };
  }
}

class CategoryProfile {
  readonly #name: string;
  readonly #values = new ValueCounter();

  constructor(name: string) {
    this.#name = name;
  }

  add(value: number | string): void {
    this.#values.add(String(value));
  }

  entry(): FeatureProfile['category'][number] {
    return { name: this.#name, ...this.#values.commonest(MAX_COUNTED_VALUES) };
  }
}
