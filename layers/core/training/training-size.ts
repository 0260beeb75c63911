import type { FeatureProfile } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';

/** How wide a table is, as training holds it. */
export interface TableShape {
  readonly numericColumns: number;
  /** Category columns of few values, a byte a row. */
  readonly narrowCategories: number;
  /** Those of more, up to four. */
  readonly wideCategories: number;
  readonly hasDate: boolean;
}

/** The shape of customer_features.csv, whose profile counts the values of columns that have few. */
export function tableShape(
  { numeric, category }: Pick<FeatureProfile, 'numeric' | 'category'>,
  { date }: Pick<SchemaDocument, 'date'>,
): TableShape {
  const narrowCategories = category.filter(({ otherValues }) => otherValues === 0).length;
  return {
    numericColumns: numeric.length,
    narrowCategories,
    wideCategories: category.length - narrowCategories,
    hasDate: date !== undefined,
  };
}
