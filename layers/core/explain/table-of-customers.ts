import { ChurnError } from '../errors.ts';
import { withDerivedColumns } from '../features/derived-columns.ts';
import type { ModelInput } from '../onnx/model-input.ts';
import type { SchemaColumn, SchemaDocument } from '../schema/schema-document.ts';
import {
  type CategoryColumn,
  type FeatureColumn,
  type FeatureTable,
  LABEL_UNKNOWN,
} from '../table/feature-table.ts';

/**
 * Customers as a feature table: the columns that the model's graph takes, and the features derived from them.
 * @throws ChurnError `MODEL_INPUT_INVALID` naming a column that is missing, of the wrong kind or length.
 */
export function tableOfCustomers(input: ModelInput, schema: SchemaDocument): FeatureTable {
  const raw = schema.columns.map((column) => columnOf(input, column));
  return {
    rowCount: input.rowCount,
    columns: withDerivedColumns(raw, schema),
    label: new Uint8Array(input.rowCount).fill(LABEL_UNKNOWN),
  };
}

function columnOf({ columns, rowCount }: ModelInput, { name, type }: SchemaColumn): FeatureColumn {
  const values = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (values?.length === rowCount) {
    if (values instanceof Float32Array && type === 'numeric') return { kind: 'numeric', name, values };
    if (!(values instanceof Float32Array) && type === 'category') return categoryOf(name, values);
  }
  const wanted = type === 'numeric' ? 'a Float32Array' : 'a list of texts';
  throw new ChurnError('MODEL_INPUT_INVALID', `The column ${name} is not ${wanted} of ${rowCount} values.`);
}

function categoryOf(name: string, values: readonly string[]): CategoryColumn {
  const codeOf = new Map<string, number>();
  const codes = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    let code = codeOf.get(value);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(value, code);
    }
    codes[row] = code;
  }
  return { kind: 'category', name, codes, dictionary: [...codeOf.keys()] };
}
