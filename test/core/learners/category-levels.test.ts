import { expect, test } from 'vitest';
import { categoryLevels, UNSEEN_LEVEL } from '#core/learners/category-levels.ts';
import type { CategoryColumn } from '#core/table/feature-table.ts';
import { categoryColumn } from './telco-table.ts';

const rowsOf = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

test('levels stand by name; a value met only outside the training rows is unseen', () => {
  const column = categoryColumn('plan', ['b', 'a', '', 'c']) as CategoryColumn;
  const levels = categoryLevels(column, rowsOf(3));
  expect(levels.values).toEqual(['', 'a', 'b']);
  expect(levels.hasOther).toBe(false);
  expect([...column.codes].map((code) => levels.levelOfCode[code])).toEqual([2, 1, 0, UNSEEN_LEVEL]);
});

test('the rarest values share a level when there are too many', () => {
  const column = categoryColumn('city', ['a', 'a', 'a', 'b', 'b', 'c', 'd']) as CategoryColumn;
  const levels = categoryLevels(column, rowsOf(7), 3);
  expect(levels.values).toEqual(['a', 'b']);
  expect(levels.levelCount).toBe(3);
  expect([...column.codes].map((code) => levels.levelOfCode[code])).toEqual([0, 0, 0, 1, 1, 2, 2]);
});

test('ten thousand different values still fit a byte', () => {
  const values = Array.from({ length: 10_000 }, (_, row) => `id-${row}`);
  const levels = categoryLevels(categoryColumn('id', values) as CategoryColumn, rowsOf(10_000));
  expect(levels.levelCount).toBe(255);
  expect(levels.hasOther).toBe(true);
});
