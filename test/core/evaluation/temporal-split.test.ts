import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporalSplit } from '#core/evaluation/temporal-split.ts';

const dayOfRow = fc.array(fc.integer({ min: -3, max: 12 }), { minLength: 1, maxLength: 300 });

/** Every third row left. */
const labelsOf = (rows: number) => Uint8Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 1 : 0));

test('every row is on one side, whole days at a time, the latest to be tested', () => {
  fc.assert(
    fc.property(dayOfRow, (days) => {
      const label = labelsOf(days.length);
      const rows = Uint32Array.from(days.keys()).filter((row) => row % 5 !== 4);
      const [fold] = temporalSplit(rows, Int32Array.from(days), label) ?? [];
      if (fold === undefined) return;
      expect([...fold.train, ...fold.test].sort((a, b) => a - b)).toEqual([...rows]);
      expect([...fold.train]).toEqual([...fold.train].sort((a, b) => a - b));
      const firstTestDay = Math.min(...Array.from(fold.test, (row) => days[row]!));
      for (const row of fold.train) expect(days[row]).toBeLessThan(firstTestDay);
      for (const part of [fold.train, fold.test]) {
        const left = part.filter((row) => label[row] === 1).length;
        expect(left).toBeGreaterThanOrEqual(10);
        expect(part.length - left).toBeGreaterThanOrEqual(10);
      }
    }),
  );
});

test('the test part is as near to a fifth as whole days allow', () => {
  // Ten days of 100 rows: two days. Then one large last day of a third: that day alone.
  const even = Int32Array.from({ length: 1000 }, (_, row) => Math.floor(row / 100));
  const rows = Uint32Array.from(even.keys());
  const testDays = (days: Int32Array) => {
    const [fold] = temporalSplit(rows, days, labelsOf(1000)) ?? [];
    return [...new Set(Array.from(fold!.test, (row) => days[row]!))];
  };
  expect(testDays(even)).toEqual([8, 9]);
  expect(testDays(even.map((day) => (day >= 7 ? 9 : day)))).toEqual([9]);
});

test('there is none where there is one day, or too few leavers on one side', () => {
  const rows = Uint32Array.from({ length: 100 }, (_, row) => row);
  expect(temporalSplit(rows, new Int32Array(100).fill(20_000), labelsOf(100))).toBeUndefined();
  const halves = Int32Array.from(rows, (row) => (row < 50 ? 1 : 2));
  expect(temporalSplit(rows, halves, labelsOf(100))).toHaveLength(1);
  const earlyLeavers = Uint8Array.from(rows, (row) => (row < 30 || row === 99 ? 1 : 0));
  expect(temporalSplit(rows, halves, earlyLeavers)).toBeUndefined();
});
