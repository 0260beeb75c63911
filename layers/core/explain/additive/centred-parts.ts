import type { Background } from '../background.ts';
import type { AdditiveModel, ColumnPart } from '../explainer-document.ts';
import { addPart } from './part-values.ts';

/** Moves the mean of each part over the background into the base. */
export function centredModel(
  base: number,
  parts: readonly ColumnPart[],
  background: Background,
): AdditiveModel {
  const means = parts.map((part) => meanOf(part, background));
  return {
    kind: 'additive',
    base: means.reduce((sum, mean) => sum + mean, base),
    parts: parts.map((part, index) => lowered(part, means[index]!)),
  };
}

function meanOf(part: ColumnPart, { table, rows }: Background): number {
  const values = new Float64Array(rows.length);
  addPart(part, table, rows, values, { width: 1, first: 0 });
  return values.reduce((sum, value) => sum + value, 0) / rows.length;
}

function lowered(part: ColumnPart, by: number): ColumnPart {
  const less = (value: number) => value - by;
  switch (part.kind) {
    case 'linear':
      return { ...part, offset: less(part.offset), missing: less(part.missing) };
    case 'steps':
      return { ...part, levels: part.levels.map(less), missing: less(part.missing) };
    case 'category':
      return { ...part, numbers: part.numbers.map(less), unseen: less(part.unseen) };
  }
}
