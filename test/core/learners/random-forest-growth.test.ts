import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BootstrapSampler } from '#core/learners/forest/bootstrap-sampler.ts';
import { countsOf, NO_BOUNDS, probabilityOfNode } from '#core/learners/forest/node-counts.ts';
import { rowBlock } from '#core/learners/forest/row-block.ts';
import { SplitSearch } from '#core/learners/forest/split-search.ts';
import { TreeBuilder } from '#core/learners/forest/tree-builder.ts';
import { TreeGrower } from '#core/learners/forest/tree-grower.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { randomRows } from './binned-rows.ts';

/** N times the Gini impurity: 2 × leavers × stayers ÷ N. */
const impurity = (left: number, draws: number) => (2 * left * (draws - left)) / draws;

test('the split is the one that lowers the Gini impurity most', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer(),
      fc.integer({ min: 1, max: 20 }),
      (count, seed, least) => {
        const { features, coded } = randomRows(120, count, seed >>> 0);
        const block = rowBlock(120, coded.wordsPerRow);
        const counts = countsOf(new BootstrapSampler(coded).fill(block, 120, seed >>> 0));
        const { draws, left } = counts;
        let best = 0;
        for (const [f, { thresholds }] of features.entries()) {
          for (const bin of thresholds.keys()) {
            const places = [...block.units.subarray(0, block.size).keys()];
            const below = countsOf(
              places.reduce(
                (sum, place) =>
                  sum + (block.bytes[place * 4 * block.wordsPerRow + f]! <= bin ? block.units[place]! : 0),
                0,
              ),
            );
            if (below.draws < least || draws - below.draws < least) continue;
            const after =
              impurity(below.left, below.draws) + impurity(left - below.left, draws - below.draws);
            best = Math.max(best, impurity(left, draws) - after);
          }
        }
        const search = new SplitSearch(
          {
            thresholds: features.map(({ thresholds }) => thresholds),
            directions: new Int8Array(count),
            baseRate: 0.5,
          },
          { featuresPerSplit: count, minLeafDraws: least },
        );
        search.reset();
        const node = { block, start: 0, end: block.size, counts, bounds: NO_BOUNDS };
        const split = search.best(node, seededRandom(1));
        const gained =
          split === undefined
            ? 0
            : impurity(left, draws) -
              impurity(split.lower.left, split.lower.draws) -
              impurity(split.upper.left, split.upper.draws);
        expect(gained).toBeCloseTo(best, 9);
      },
    ),
    { numRuns: 60 },
  );
});

test('every leaf of a tree of many rows tells the rate of the rows that reach it', () => {
  const { features, coded, labels } = randomRows(20_000, 8, 4);
  const thresholds = features.map((one) => one.thresholds);
  const baseRate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const grower = new TreeGrower(
    { thresholds, directions: new Int8Array(8), baseRate },
    20_000,
    coded.wordsPerRow,
    { featuresPerSplit: 2, minLeafDraws: 5 },
  );
  const builder = new TreeBuilder();
  const total = new BootstrapSampler(coded).fill(grower.sample, 20_000, 8);
  const { bytes, units, wordsPerRow, size } = grower.sample;
  grower.grow(total, seededRandom(1), builder);
  const { roots, feature: tested, threshold, lower, upper, leafProbability } = builder.trees();
  expect(leafProbability.length).toBeGreaterThan(500);
  const sums = new Float64Array(leafProbability.length);
  for (let row = 0; row < size; row++) {
    let node = roots[0]!;
    while (node >= 0) {
      const bin = bytes[row * 4 * wordsPerRow + tested[node]!]!;
      node = bin <= threshold[node]! ? lower[node]! : upper[node]!;
    }
    sums[-1 - node]! += units[row]!;
  }
  for (const [leaf, sum] of sums.entries()) {
    expect(countsOf(sum).draws).toBeGreaterThanOrEqual(5);
    const expected = probabilityOfNode(countsOf(sum), baseRate, NO_BOUNDS);
    expect(leafProbability[leaf]).toBe(Math.fround(expected));
  }
});
