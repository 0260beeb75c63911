import { ChurnError } from '../errors.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import type { ModelInput } from '../onnx/model-input.ts';

/**
 * The customers as they are, then once more for each of the columns with that column at its baseline value: blocks of
 * `rowCount` rows, in the order of the columns.
 * @throws ChurnError `MODEL_INPUT_INVALID` if a baseline value is of another kind than its column.
 */
export function inputWithReplacements(
  { rowCount, columns }: ModelInput,
  replaced: readonly string[],
  baseline: ModelMetadata['baseline'],
): ModelInput {
  const blocks = replaced.length + 1;
  const repeated = Object.entries(columns).map(([name, values]) => {
    const block = replaced.indexOf(name) + 1;
    const value = block > 0 ? baseline[name] : undefined;
    return [name, repeatedColumn(name, values, blocks, { block, value, rowCount })] as const;
  });
  return { rowCount: rowCount * blocks, columns: Object.fromEntries(repeated) };
}

function repeatedColumn(
  name: string,
  values: readonly string[] | Float32Array,
  blocks: number,
  replacement: { block: number; value: string | number | undefined; rowCount: number },
): string[] | Float32Array {
  const { block, value, rowCount } = replacement;
  const [start, end] = [block * rowCount, (block + 1) * rowCount];
  if (values instanceof Float32Array) {
    const repeated = new Float32Array(rowCount * blocks);
    for (let copy = 0; copy < blocks; copy++) repeated.set(values, copy * rowCount);
    if (typeof value === 'string') throw wrongKind(name);
    return value === undefined ? repeated : repeated.fill(value, start, end);
  }
  const repeated = Array.from({ length: blocks }, () => values).flat();
  if (typeof value === 'number') throw wrongKind(name);
  return value === undefined ? repeated : repeated.fill(value, start, end);
}

function wrongKind(name: string): ChurnError {
  return new ChurnError('MODEL_INPUT_INVALID', `The baseline value of ${name} is not of the column's kind.`);
}
