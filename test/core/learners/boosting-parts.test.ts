import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawRows } from '#core/learners/boosting/drawn-rows.ts';
import { fits, packGradients, unitsFor } from '#core/learners/boosting/packed-gradients.ts';
import { unpacked } from '#core/learners/boosting/split-search.ts';
import { logOddsOf } from '#core/learners/log-odds.ts';
import { BinFinder } from '#core/learners/trees/bin-finder.ts';
import { type BinnedFeature, binColumns } from '#core/learners/trees/binned-feature.ts';
import { bundleColumns, MAX_CODES, sumsByBin } from '#core/learners/trees/column-bundles.ts';
import { categoryColumn } from './telco-table.ts';

const numeric = { kind: 'numeric', column: 0, imputedWith: 0 } as const;

/** Packs rows of these labels and log-odds in the finest units that hold their sums. */
function packed(labels: Uint8Array, logOdds: Float64Array) {
  const rows = {
    labels,
    logOdds: Float32Array.from(logOdds),
    node: new Uint8Array(labels.length),
    packed: new Float64Array(labels.length),
    firstRow: 0,
  };
  const leafValues = Float64Array.of(0);
  const coarse = packGradients(rows, leafValues, { scale: 1024, gradientUnit: 2 ** 30 });
  const inOnes = { magnitude: coarse.magnitude / 1024, hessian: coarse.hessian / 1024 };
  const units = unitsFor(inOnes, labels.length);
  const sums = packGradients(rows, leafValues, units);
  expect(fits(sums, units)).toBe(true);
  return { packed: rows.packed, units };
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

test.each([0.5, 0.03, 0.0004])('packed gradients at p = %d: their sums are right for 300,000 rows', (p) => {
  const labels = Uint8Array.from({ length: 300_000 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const all = packed(labels, new Float64Array(labels.length).fill(logOddsOf(p)));
  const { scale } = all.units;
  const stayed = sumOf(all.packed.filter((_, row) => labels[row] === 0));
  const { gradient, hessian } = unpacked(stayed, all.units);
  expect(gradient / scale / (200_000 * p)).toBeCloseTo(1, 3);
  expect(hessian / scale / (200_000 * p * (1 - p))).toBeCloseTo(1, 3);
  const rest = unpacked(sumOf(all.packed) - stayed, all.units);
  expect(rest.gradient + gradient).toBe(unpacked(sumOf(all.packed), all.units).gradient);
  expect(rest.hessian + hessian).toBe(unpacked(sumOf(all.packed), all.units).hessian);
});

test('packed gradients stay right however certain the rows are', () => {
  const labels = Uint8Array.from({ length: 5000 }, (_, row) => row % 2);
  for (const certainty of [0, 12, 1, 3, 15]) {
    const logOdds = Float64Array.from(labels, (label) => (label === 1 ? -certainty : certainty));
    const { packed: values, units } = packed(labels, logOdds);
    const { gradient, hessian } = unpacked(sumOf(values.filter((_, row) => row % 2 === 1)), units);
    const p = 1 / (1 + Math.exp(certainty));
    expect(gradient / units.scale / (2500 * (p - 1))).toBeCloseTo(1, 4);
    expect(hessian / units.scale).toBeCloseTo(2500 * p * (1 - p), 1);
  }
});

test('units that are too fine for the sums are told', () => {
  const sums = { magnitude: 2 ** 30, hessian: 2 ** 25 };
  expect(fits(sums, { scale: 1, gradientUnit: 2 ** 26 })).toBe(false);
  expect(fits(sums, { scale: 1, gradientUnit: 2 ** 24 })).toBe(false);
  expect(fits({ ...sums, magnitude: 2 ** 26 }, { scale: 1, gradientUnit: 2 ** 26 })).toBe(true);
});

test('which rows are drawn depends on the seed and the row alone', () => {
  const draw = (seed: number, firstRow: number, count: number) => {
    const drawn = new Uint8Array(count);
    const list = new Uint32Array(count);
    const listed = drawRows(seed, 0.6, firstRow, drawn, list);
    expect([...list.subarray(0, listed)]).toEqual([...drawn.keys()].filter((row) => drawn[row] === 1));
    return drawn;
  };
  const all = draw(7, 0, 20_000);
  expect(draw(7, 12_345, 100)).toEqual(all.subarray(12_345, 12_445));
  expect(all.reduce((sum, one) => sum + one, 0) / 20_000).toBeCloseTo(0.6, 1);
  expect(draw(8, 0, 20_000)).not.toEqual(all);
});

test('the bin of a number is how many thresholds lie below it', () => {
  const numbers = fc.oneof(
    fc.float({ noNaN: true }),
    fc.constantFrom(0, -0, 1, 1.0000001192092896, -3.4028234663852886e38, Infinity, -Infinity),
    fc.integer({ min: -300, max: 300 }),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(numbers, { minLength: 1, maxLength: 255, selector: (value) => Math.fround(value) + 0 }),
      fc.array(fc.option(numbers, { nil: Number.NaN }), { minLength: 1, maxLength: 100 }),
      (thresholds, cells) => {
        const cuts = Float32Array.from(thresholds, (value) => value + 0).sort();
        const values = Float32Array.from(cells);
        const bins = new Uint8Array(values.length);
        new BinFinder(cuts).fill(values, Uint32Array.from(values.keys()), -7, bins);
        for (const [row, value] of values.entries()) {
          const known = Number.isNaN(value) ? -7 : value;
          expect(bins[row]).toBe(cuts.filter((cut) => cut < known).length);
        }
      },
    ),
  );
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
  const [binned] = binColumns(table, Uint32Array.from(label.keys()), 20, { smoothingRows: 20 });
  const { feature, bins } = binned!;
  if (feature.kind !== 'category') throw new Error('the category is gone');
  const order = [...feature.byValue].sort((a, b) => a[1] - b[1]).map(([name]) => name);
  expect(order[0]).toBe('low');
  expect(order[3]).toBe('high');
  for (const [row, name] of plan.entries()) expect(bins[row]).toBe(feature.byValue.get(name));
});
