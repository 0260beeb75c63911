import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomForest } from '#core/learners/forest/random-forest.ts';
import { predictLogOdds } from '#core/learners/learner.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

const PRICE = 0;

/** Leaving goes up and down with the price, and with it in other ways by plan and age. */
function hillyTable(rowCount: number, seed: number): FeatureTable {
  const random = seededRandom(seed);
  const prices = Array.from({ length: rowCount }, () => random.nextInt(100));
  const ages = prices.map(() => random.nextInt(50));
  const plans = prices.map(() => ['basic', 'middle', 'top'][random.nextInt(3)]!);
  const label = prices.map((price, row) => {
    const hill = Math.sin((price + ages[row]!) / 12) + (plans[row] === 'top' ? price : -price) / 100;
    return random.nextInt(100) < 50 + 25 * hill ? 1 : 0;
  });
  return {
    rowCount,
    columns: [numericColumn('price', prices), categoryColumn('plan', plans), numericColumn('age', ages)],
    label: Uint8Array.from(label),
  };
}

/** The log-odds of the table's first customers at each of some prices in ascending order. */
function byPrice(table: FeatureTable, monotone: ReadonlyMap<number, 1 | -1>, seed: number): Float64Array[] {
  const forest = randomForest({ trees: 10, minLeafRows: 5, monotone });
  const model = forest.fit(table, Uint32Array.from(table.label.keys()), seed);
  const customers = Uint32Array.from({ length: 40 }, (_, row) => row);
  return Array.from({ length: 55 }, (_, step) => {
    const price = numericColumn('price', new Array(table.rowCount).fill(2 * step - 5));
    return predictLogOdds(model, { ...table, columns: table.columns.with(PRICE, price) }, customers);
  });
}

function fallsAndRises(steps: readonly Float64Array[]): { readonly falls: number; readonly rises: number } {
  let [falls, rises] = [0, 0];
  for (const [step, before] of steps.slice(0, -1).entries()) {
    for (const [customer, logOdds] of before.entries()) {
      // Rounding of the logarithm is no fall.
      const change = steps[step + 1]![customer]! - logOdds;
      if (change < -1e-12) falls++;
      if (change > 1e-12) rises++;
    }
  }
  return { falls, rises };
}

test.each([1, -1] as const)('with direction %d a higher price moves nobody the other way', (direction) => {
  const everyone = { falls: 0, rises: 0 };
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (tableSeed, seed) => {
      const moves = fallsAndRises(byPrice(hillyTable(400, tableSeed), new Map([[PRICE, direction]]), seed));
      expect(direction === 1 ? moves.falls : moves.rises).toBe(0);
      everyone.falls += moves.falls;
      everyone.rises += moves.rises;
    }),
    { numRuns: 25 },
  );
  expect(direction === 1 ? everyone.rises : everyone.falls).toBeGreaterThan(1000);
});

test('without a direction the price moves customers both ways', () => {
  const { falls, rises } = fallsAndRises(byPrice(hillyTable(400, 1), new Map(), 1));
  expect(falls).toBeGreaterThan(100);
  expect(rises).toBeGreaterThan(100);
});

test('a direction that the data have anyway costs nothing, the other one leaves no split', () => {
  const x = Array.from({ length: 600 }, (_, row) => row);
  const table = {
    rowCount: 600,
    columns: [numericColumn('x', x)],
    label: Uint8Array.from(x, (value) => (value > 300 ? 1 : 0)),
  };
  const rows = Uint32Array.from(x);
  const forestWith = (monotone: ReadonlyMap<number, 1 | -1>) =>
    randomForest({ trees: 20, monotone }).fit(table, rows, 1);
  expect(forestWith(new Map([[0, 1]]))).toEqual(forestWith(new Map()));
  const refused = forestWith(new Map([[0, -1]]));
  expect(refused).toMatchObject({ trees: { feature: new Uint16Array(0) } });
  const logOdds = predictLogOdds(refused, table, rows);
  expect(logOdds[0]).toBe(logOdds[599]);
});
