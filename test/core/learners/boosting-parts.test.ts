import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GradientPacker } from '#core/learners/boosting/packed-gradients.ts';
import { withSmoothedRanks } from '#core/learners/boosting/smoothed-ranks.ts';
import { unpacked } from '#core/learners/boosting/split-search.ts';
import { logOddsOf } from '#core/learners/log-odds.ts';
import { type BinnedFeature, binColumns } from '#core/learners/trees/binned-feature.ts';
import { bundleColumns, MAX_CODES, sumsByBin } from '#core/learners/trees/column-bundles.ts';
import { categoryColumn } from './telco-table.ts';

const numeric = { kind: 'numeric', column: 0, imputedWith: 0 } as const;

test.each([0.5, 0.03, 0.0004])('packed gradients at p = %d: their sums are right for 300,000 rows', (p) => {
  const rows = 300_000;
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const logOdds = new Float64Array(rows).fill(logOddsOf(p));
  const gradients = new GradientPacker(labels).pack(logOdds, undefined);
  const stayed = gradients.packed.reduce((sum, value, row) => (row % 3 === 0 ? sum : sum + value), 0);
  const { gradient, hessian } = unpacked(stayed, gradients);
  expect(gradient / gradients.scale / (200_000 * p)).toBeCloseTo(1, 3);
  expect(hessian / gradients.scale / (200_000 * p * (1 - p))).toBeCloseTo(1, 3);
  const all = gradients.packed.reduce((sum, value) => sum + value, 0);
  const rest = unpacked(all - stayed, gradients);
  expect(rest.gradient + gradient).toBe(unpacked(all, gradients).gradient);
  expect(rest.hessian + hessian).toBe(unpacked(all, gradients).hessian);
});

test('packed gradients stay right while the certainty of the rows changes from round to round', () => {
  const labels = Uint8Array.from({ length: 5000 }, (_, row) => row % 2);
  const packer = new GradientPacker(labels);
  for (const certainty of [0, 12, 1, 25, 3, 0]) {
    const logOdds = Float64Array.from(labels, (label) => (label === 1 ? -certainty : certainty));
    const gradients = packer.pack(logOdds, undefined);
    const left = gradients.packed.reduce((sum, value, row) => sum + value * (row % 2), 0);
    const { gradient, hessian } = unpacked(left, gradients);
    const p = 1 / (1 + Math.exp(certainty));
    expect(gradient / gradients.scale / (2500 * (p - 1))).toBeCloseTo(1, 5);
    expect(hessian / gradients.scale).toBeCloseTo(2500 * p * (1 - p), 1);
  }
});

test('rows that were not drawn count for nothing', () => {
  const labels = Uint8Array.of(0, 1, 0, 1);
  const { packed } = new GradientPacker(labels).pack(new Float64Array(4), Uint8Array.of(1, 0, 0, 1));
  expect([...packed].map((value) => value === 0)).toEqual([false, true, true, false]);
});

test('bundled columns give back each column’s own sums', () => {
  const binCounts = fc.array(fc.integer({ min: 2, max: 255 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(binCounts, fc.integer({ min: 1, max: 50 }), (counts, rowCount) => {
      const columns = counts.map(
        (count, f): BinnedFeature => ({
          feature: numeric,
          bins: Uint8Array.from({ length: rowCount }, (_, row) => (row * 31 + f * 7 + row * row) % count),
          thresholds: new Float32Array(count - 1),
        }),
      );
      const bundles = bundleColumns(columns, rowCount);
      const byCode = new Float64Array(bundles.bundleCount * MAX_CODES);
      for (const [at, code] of bundles.codes.entries()) {
        const [row, bundle] = [Math.floor(at / bundles.bundleCount), at % bundles.bundleCount];
        byCode[bundle * MAX_CODES + code]! += row + 1;
      }
      const byBin = new Float64Array(columns.length * MAX_CODES).fill(99);
      sumsByBin(bundles, byCode, byBin);
      const wanted = new Float64Array(byBin.length);
      for (const [f, { bins }] of columns.entries()) {
        for (const [row, bin] of bins.entries()) wanted[f * MAX_CODES + bin]! += row + 1;
      }
      expect(byBin).toEqual(wanted);
    }),
  );
});

test('columns of few bins share a byte', () => {
  const column = { feature: numeric, bins: Uint8Array.of(0, 1), thresholds: new Float32Array(1) };
  expect(bundleColumns(Array(16).fill(column), 2).bundleCount).toBe(2);
});

test('a level of one row stands near the base rate, not at an end', () => {
  const plan = Array.from({ length: 400 }, (_, row) =>
    row === 0 ? 'rare' : ['low', 'middle', 'high'][row % 3]!,
  );
  const limit: Record<string, number> = { rare: 10, low: 2, middle: 5, high: 8 };
  const label = Uint8Array.from(plan, (name, row) => Number((row * 7) % 10 < limit[name]!));
  const table = { rowCount: 400, columns: [categoryColumn('plan', plan)], label };
  const [binned] = binColumns(table, Uint32Array.from(label.keys()), 20);
  const { feature, bins } = withSmoothedRanks(binned!, label);
  if (feature.kind !== 'category') throw new Error('the category is gone');
  const order = [...feature.byValue].sort((a, b) => a[1] - b[1]).map(([name]) => name);
  expect(order[0]).toBe('low');
  expect(order[3]).toBe('high');
  for (const [row, name] of plan.entries()) expect(bins[row]).toBe(feature.byValue.get(name));
});
