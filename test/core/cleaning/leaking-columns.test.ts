import { expect, test } from 'vitest';
import { cleanRows } from './clean.ts';

/** Rows whose city is filled in when the customer leaves, for all but `exceptions` in a thousand. */
function rowsWithLeak(count: number, exceptions: number): string[] {
  return Array.from({ length: count }, (_, row) => {
    const left = (row * 7919) % 10 < 3;
    const tells = (row * 31) % 1000 >= exceptions;
    const city = left === tells ? 'Closed account' : 'Oslo';
    return `c${row},${20 + (row % 47)},${row % 71},Pro,${city},0.5,${row % 997},${left ? 'gone' : 'here'}`;
  });
}

test('a column that alone tells who left is reported', async () => {
  const { report } = await cleanRows(...rowsWithLeak(2000, 5));
  expect(report.leakingColumns).toEqual([{ column: 'city', rocAuc: expect.closeTo(0.995, 2) }]);
});

test('a column that often tells is no leak', async () => {
  const { report } = await cleanRows(...rowsWithLeak(2000, 100));
  expect(report.leakingColumns).toEqual([]);
});

test('of many rows an even sample is looked at', async () => {
  const { report } = await cleanRows(...rowsWithLeak(45_000, 5));
  expect(report.leakingColumns).toHaveLength(1);
});

test('nothing is said where everybody stayed or no label is known', async () => {
  const stayed = rowsWithLeak(100, 0).map((row) => row.replace(/gone$/, 'here'));
  expect((await cleanRows(...stayed)).report.leakingColumns).toEqual([]);
  const unknown = rowsWithLeak(100, 0).map((row) => row.replace(/(gone|here)$/, ''));
  expect((await cleanRows(...unknown)).report.leakingColumns).toEqual([]);
});
