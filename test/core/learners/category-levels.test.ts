import { expect, test } from 'vitest';
import { categoryLevels, UNSEEN_LEVEL } from '#core/learners/category-levels.ts';
import type { CategoryColumn } from '#core/table/feature-table.ts';
import { categoryColumn } from './telco-table.ts';

const LIMITS = { maxNamed: 255, maxByRate: 128 };

function levelsOf(values: readonly string[], rowCount: number, limits = LIMITS) {
  const column = categoryColumn('plan', [...values]) as CategoryColumn;
  const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);
  const label = Uint8Array.from(values, (_, row) => row % 2);
  return { column, levels: categoryLevels(column, { rows, label }, limits) };
}

test('levels stand by name; a value met only outside the training rows is unseen', () => {
  const { column, levels } = levelsOf(['b', 'a', '', 'c'], 3);
  if (levels.kind !== 'named') throw new Error('few values have levels of their own');
  expect([...levels.levelOfValue.keys()]).toEqual(['', 'a', 'b']);
  expect([...column.codes].map((code) => levels.levelOfCode[code])).toEqual([2, 1, 0, UNSEEN_LEVEL]);
});

test('a column of more values than may be named has levels by rate', () => {
  const values = ['a', 'a', 'b', 'b', 'c', 'c'];
  expect(levelsOf(values, 6, { maxNamed: 3, maxByRate: 2 }).levels.kind).toBe('named');
  expect(levelsOf(values, 6, { maxNamed: 2, maxByRate: 2 }).levels.kind).toBe('rates');
});

test('ten thousand different values tell nothing, and so make one level', () => {
  const values = Array.from({ length: 10_000 }, (_, row) => `id-${row}`);
  const { levels } = levelsOf(values, 10_000);
  expect(levels.kind).toBe('rates');
  expect(levels.levelCount).toBe(1);
});
