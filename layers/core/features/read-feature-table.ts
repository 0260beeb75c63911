import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { CategoryColumnBuilder, LabelBuilder, NumericColumnBuilder } from './column-builders.ts';
import { derivedFeatures } from './derived-features.ts';
import {
  FIRST_COLUMN_POSITION,
  featuresHeader,
  labelIn,
  numberIn,
  openTable,
  requireWholeRow,
} from './table-reader.ts';

/**
 * Reads customer_features.csv into typed arrays: 4 bytes a value and 1 a label; ids are left out.
 * @throws DataError as `openTable`, `requireWholeRow`, `numberIn` and `labelIn`.
 */
export async function readFeatureTable(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
): Promise<FeatureTable> {
  const header = featuresHeader(schema);
  const csv = await openTable(chunks, header);
  const columns = columnBuilders(schema);
  const label = new LabelBuilder();
  let rowCount = 0;
  for await (const batch of csv.batches) {
    for (const record of batch) {
      requireWholeRow(record, header.length);
      label.add(labelIn(record, schema));
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index]!;
        const position = FIRST_COLUMN_POSITION + index;
        if (column instanceof NumericColumnBuilder) column.add(numberIn(record, position));
        else column.add(record.fields[position]!);
      }
      rowCount++;
    }
  }
  return { rowCount, columns: columns.map((column) => column.build()), label: label.build() };
}

function columnBuilders(schema: SchemaDocument): (NumericColumnBuilder | CategoryColumnBuilder)[] {
  return [
    ...schema.columns.map(({ name, type }) =>
      type === 'numeric' ? new NumericColumnBuilder(name) : new CategoryColumnBuilder(name),
    ),
    ...derivedFeatures(schema).map(({ name, kind }) =>
      kind === 'band' ? new CategoryColumnBuilder(name) : new NumericColumnBuilder(name),
    ),
  ];
}
