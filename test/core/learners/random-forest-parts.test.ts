import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BootstrapSampler, expectedDistinctRows } from '#core/learners/forest/bootstrap-sampler.ts';
import { countsOf, NO_BOUNDS, probabilityOfNode } from '#core/learners/forest/node-counts.ts';
import { partitionNode } from '#core/learners/forest/partition-node.ts';
import { codeRows, copyNode, LEFT_UNIT, type RowBlock, rowBlock } from '#core/learners/forest/row-block.ts';
import { SplitSearch } from '#core/learners/forest/split-search.ts';
import { TreeBuilder } from '#core/learners/forest/tree-builder.ts';
import { TreeGrower } from '#core/learners/forest/tree-grower.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { ALONE } from '#core/learners/team.ts';
import type { BinnedFeature } from '#core/learners/trees/binned-feature.ts';

/** A feature whose bins are its values, parted at the halves between them. */
function feature(bins: readonly number[], binCount: number): BinnedFeature {
  return {
    feature: { kind: 'numeric', column: 0, imputedWith: 0 },
    bins: Uint8Array.from(bins),
    thresholds: Float32Array.from({ length: binCount - 1 }, (_, bin) => bin + 0.5),
  };
}

function randomRows(rowCount: number, featureCount: number, seed: number) {
  const random = seededRandom(seed);
  const features = Array.from({ length: featureCount }, (_, f) => {
    const binCount = 2 + f * 3;
    return feature(
      Array.from({ length: rowCount }, () => random.nextInt(binCount)),
      binCount,
    );
  });
  const labels = Uint8Array.from({ length: rowCount }, (_, row) =>
    random.nextInt(30) < 5 + features.at(-1)!.bins[row]! ? 1 : 0,
  );
  return { features, labels, coded: codeRows(features, labels, ALONE) };
}

function rowOf({ bytes, wordsPerRow }: Pick<RowBlock, 'bytes' | 'wordsPerRow'>, row: number): string {
  return bytes.subarray(4 * wordsPerRow * row, 4 * wordsPerRow * (row + 1)).join();
}

test('a sample holds each drawn row once, with its bins, its weight and its label', () => {
  const { coded, labels } = randomRows(3000, 9, 1);
  const sampler = new BootstrapSampler(coded);
  const block = rowBlock(3000, coded.wordsPerRow);
  const total = sampler.fill(block, 3000, 5);
  const { size } = block;
  expect(size).toBeGreaterThan(0.61 * 3000);
  expect(size).toBeLessThan(0.65 * 3000);
  expect(block.order.subarray(0, size)).toEqual(Uint32Array.from({ length: size }, (_, place) => place));
  let [draws, left, source] = [0, 0, 0];
  for (let place = 0; place < size; place++) {
    // The rows are in ascending order, so each one is found behind the one before.
    while (rowOf(coded, source) !== rowOf(block, place)) source++;
    const counts = countsOf(block.units[place]!);
    expect(counts.draws).toBeGreaterThan(0);
    expect(counts.left).toBe(labels[source] === 1 ? counts.draws : 0);
    draws += counts.draws;
    left += counts.left;
  }
  expect(draws).toBe(3000);
  expect(countsOf(total)).toEqual({ draws, left });

  const again = rowBlock(3000, coded.wordsPerRow);
  expect(sampler.fill(again, 3000, 5)).toBe(total);
  expect(again).toEqual(block);
});

test('rows are drawn evenly, and as many different ones as expected', () => {
  const rowCount = 40;
  const features = [
    feature(
      Array.from({ length: rowCount }, (_, row) => row),
      rowCount,
    ),
  ];
  const coded = codeRows(features, new Uint8Array(rowCount), ALONE);
  const sampler = new BootstrapSampler(coded);
  const block = rowBlock(20, coded.wordsPerRow);
  const drawn = new Float64Array(rowCount);
  let distinct = 0;
  const rounds = 2000;
  const seeds = seededRandom(1);
  for (let round = 0; round < rounds; round++) {
    sampler.fill(block, 20, seeds.nextUint32());
    distinct += block.size;
    for (let i = 0; i < block.size; i++) drawn[block.bytes[i * 4 * block.wordsPerRow]!]! += block.units[i]!;
  }
  expect(distinct / rounds).toBeCloseTo(expectedDistinctRows(rowCount, 20), 0);
  // 20 draws a round from 40 rows: 1000 ± 31 draws a row; five deviations.
  for (const draws of drawn) expect(Math.abs(draws - 1000)).toBeLessThan(160);
});

test.each([
  [1000, 1000, 632.3],
  [1_000_000, 32_768, 32_237],
  [1, 1, 1],
])('of %d rows %d draws take about %d different ones', (rowCount, draws, expected) => {
  expect(expectedDistinctRows(rowCount, draws) / expected).toBeCloseTo(1, 3);
});

test('parting a node keeps the order on both sides and touches no other node', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(9), { minLength: 1, maxLength: 60 }),
      fc.nat(9),
      fc.nat(59),
      fc.nat(59),
      (bins, bin, one, other) => {
        const coded = codeRows([feature(bins, 10)], new Uint8Array(bins.length), ALONE);
        const order = Uint32Array.from(bins.keys()).reverse();
        const [start, end] = [Math.min(one, other, bins.length), Math.min(Math.max(one, other), bins.length)];
        const before = [...order];
        const block = { ...rowBlock(bins.length, coded.wordsPerRow), bytes: coded.bytes, order };
        const middle = partitionNode({ block, start, end }, 0, bin, new Uint32Array(60));
        const node = before.slice(start, end);
        expect([...order]).toEqual([
          ...before.slice(0, start),
          ...node.filter((row) => bins[row]! <= bin),
          ...node.filter((row) => bins[row]! > bin),
          ...before.slice(end),
        ]);
        expect(middle).toBe(start + node.filter((row) => bins[row]! <= bin).length);
      },
    ),
  );
});

test('a node is copied with its rows and their units, in its order', () => {
  const { coded } = randomRows(200, 9, 2);
  const from = rowBlock(200, coded.wordsPerRow);
  new BootstrapSampler(coded).fill(from, 200, 5);
  from.order.set([7, 3, 90, 41], 10);
  const to = rowBlock(4, coded.wordsPerRow);
  copyNode({ block: from, start: 10, end: 14 }, to);
  expect(to.size).toBe(4);
  for (const [place, row] of [7, 3, 90, 41].entries()) {
    expect(rowOf(to, place)).toBe(rowOf(from, row));
    expect(to.units[place]).toBe(from.units[row]);
    expect(to.order[place]).toBe(place);
  }
});

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

test('counts of 60 million draws share a float64 without a loss', () => {
  expect(countsOf(60_000_000 + 59_999_999 * LEFT_UNIT)).toEqual({ draws: 60_000_000, left: 59_999_999 });
});
