import { expect, it } from 'vitest';
import { explainedShare, rowsToExplain } from '#core/explain/rows-to-explain.ts';

const probabilities = [0.1, 0.9, 0.5, 0.9, 0.2, 0.8];

it('all rows are explained where it is cheap', () => {
  expect(explainedShare(1_000_000, 0)).toBe(1);
  expect(explainedShare(7_000, 30_000)).toBe(1);
  expect(Array.from(rowsToExplain(probabilities, () => false, 1))).toEqual([0, 1, 2, 3, 4, 5]);
});

it('otherwise the riskiest active ones are', () => {
  const share = explainedShare(1_000_000, 40_000);
  expect(share).toBe(0.25);
  expect(Array.from(rowsToExplain(probabilities, (row) => row !== 1, share))).toEqual([3, 5]);
  expect(Array.from(rowsToExplain([], () => true, share))).toEqual([]);
});
