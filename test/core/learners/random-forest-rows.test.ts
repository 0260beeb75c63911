import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BootstrapSampler, expectedDistinctRows } from '#core/learners/forest/bootstrap-sampler.ts';
import { countsOf } from '#core/learners/forest/node-counts.ts';
import { partitionNode } from '#core/learners/forest/partition-node.ts';
import { codeRows, copyNode, LEFT_UNIT, type RowBlock, rowBlock } from '#core/learners/forest/row-block.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { ALONE } from '#core/learners/team.ts';
import { binnedFeature, randomRows } from './binned-rows.ts';

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
    binnedFeature(
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
        const coded = codeRows([binnedFeature(bins, 10)], new Uint8Array(bins.length), ALONE);
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

test('counts of 60 million draws share a float64 without a loss', () => {
  expect(countsOf(60_000_000 + 59_999_999 * LEFT_UNIT)).toEqual({ draws: 60_000_000, left: 59_999_999 });
});
