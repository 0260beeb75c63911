import { expect, test } from 'vitest';
import { categoryLevels } from '#core/learners/category-levels.ts';
import type { RateLevels } from '#core/learners/rate-levels.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { CategoryColumn } from '#core/table/feature-table.ts';
import { categoryColumn } from './telco-table.ts';

const random = seededRandom(7);
const uniform = () => random.nextUint32() / 2 ** 32;

/** Levels by rate of rows whose value and label are given. */
function levelsOf(values: readonly string[], label: Uint8Array, maxByRate: number): RateLevels {
  const column = categoryColumn('city', [...values]) as CategoryColumn;
  const rows = Uint32Array.from(values, (_, row) => row);
  const levels = categoryLevels(column, { rows, label }, { maxNamed: 2, maxByRate });
  if (levels.kind !== 'rates') throw new Error('expected levels by rate');
  return levels;
}

/** `count` rows of each of the values, which leave at the given rates. */
function drawn(rates: Record<string, number>, count: number): { values: string[]; label: Uint8Array } {
  const values = Object.keys(rates).flatMap((value) => Array<string>(count).fill(value));
  const label = Uint8Array.from(values, (value) => (uniform() < rates[value]! ? 1 : 0));
  return { values, label };
}

test('values of a higher rate have a higher level, those of one rate the same, and every level has rows', () => {
  const { values, label } = drawn({ low: 0.1, low2: 0.1, middle: 0.4, high: 0.8 }, 3000);
  const { levelOfValue, levelCount, rowsOfLevel } = levelsOf(values, label, 4);
  const level = (value: string) => levelOfValue.get(value)!;
  expect(Math.abs(level('low') - level('low2'))).toBeLessThanOrEqual(1);
  expect(level('middle')).toBeGreaterThan(Math.max(level('low'), level('low2')));
  expect(level('high')).toBeGreaterThan(level('middle'));
  expect(levelCount).toBeLessThanOrEqual(4);
  expect(rowsOfLevel.reduce((sum, count) => sum + count, 0)).toBe(12_000);
  expect(Math.min(...rowsOfLevel)).toBeGreaterThan(0);
});

test('a value met once has no level of its own but that of the unseen', () => {
  const { values, label } = drawn({ a: 0.1, b: 0.5, c: 0.9 }, 500);
  const levels = levelsOf([...values, 'once'], Uint8Array.of(...label, 1), 16);
  expect(levels.levelOfValue.has('once')).toBe(false);
  expect(levels.levelOfValue.has('a')).toBe(true);
  expect(levels.unseenLevel).toBeLessThan(levels.levelCount);
});

test("no row's own label is in its level: labels without any relation stay without one", () => {
  const rowCount = 20_000;
  const values = Array.from({ length: rowCount }, () => `v${Math.floor(uniform() * 4000)}`);
  const label = Uint8Array.from(values, () => (uniform() < 0.3 ? 1 : 0));
  const { levelOfRow } = levelsOf(values, label, 64);
  const mean = (wanted: number) => {
    const levels = [...levelOfRow].filter((_, row) => label[row] === wanted);
    return levels.reduce((sum, level) => sum + level, 0) / levels.length;
  };
  const spread = Math.max(...levelOfRow);
  expect(mean(1) - mean(0)).toBeLessThan(0.02 * Math.max(spread, 1));
});

test('few rows of a value are drawn towards the rate of all', () => {
  const { values, label } = drawn({ a: 0.2, b: 0.3, c: 0.4, d: 0.5 }, 2000);
  const levels = levelsOf([...values, 'pair', 'pair'], Uint8Array.of(...label, 1, 1), 32);
  expect(levels.levelOfValue.get('pair')!).toBeLessThan(levels.levelCount - 1);
});
