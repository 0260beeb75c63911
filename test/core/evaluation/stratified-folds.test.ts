import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stratifiedFolds } from '#core/evaluation/stratified-folds.ts';

const labels = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 10, maxLength: 200 });

test('each repeat tests every row once, on what it was not trained on, with the classes spread evenly', () => {
  fc.assert(
    fc.property(labels, fc.integer(), (values, seed) => {
      const label = Uint8Array.from(values);
      const rows = Uint32Array.from(label.keys());
      const folds = stratifiedFolds(rows, label, { folds: 5, repeats: 2, seed });
      expect(folds).toHaveLength(10);
      for (const repeat of [0, 1]) {
        const mine = folds.filter((fold) => fold.repeat === repeat);
        expect(mine.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual([...rows]);
        const left = mine.map((fold) => [...fold.test].filter((row) => label[row] === 1).length);
        expect(Math.max(...left) - Math.min(...left)).toBeLessThanOrEqual(1);
        for (const { train, test: held } of mine) {
          expect([...train, ...held].sort((a, b) => a - b)).toEqual([...rows]);
        }
      }
    }),
  );
});

test('the seed alone decides the folds, and repeats differ', () => {
  const label = Uint8Array.from({ length: 100 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const rows = Uint32Array.from(label.keys());
  const split = (seed: number) => stratifiedFolds(rows, label, { folds: 5, repeats: 2, seed });
  expect(split(1)).toEqual(split(1));
  expect(split(1)).not.toEqual(split(2));
  expect(split(1)[0]!.test).not.toEqual(split(1)[5]!.test);
});
