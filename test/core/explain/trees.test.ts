import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreesModel } from '#core/explain/explainer-document.ts';
import { coverTrees } from '#core/explain/trees/cover-trees.ts';
import { gaussLegendre } from '#core/explain/trees/quadrature.ts';
import { treeContributions } from '#core/explain/trees/tree-contributions.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { numericColumn } from '../learners/telco-table.ts';
import { type HandTree, packed, shapleyValues, worthOf } from './shapley-definition.ts';

const FEATURES = 5;

function modelOf(trees: readonly HandTree[], featureCount = FEATURES): TreesModel {
  return {
    kind: 'trees',
    leaves: { are: 'log-odds', start: 0.5 },
    features: Array.from({ length: featureCount }, (_, column) => ({
      kind: 'numeric',
      column,
      imputedWith: 1,
    })),
    trees: packed(trees),
  };
}

function tableOf(rows: readonly (readonly number[])[]): FeatureTable {
  const columns = rows[0]!.map((_, column) =>
    numericColumn(
      `n${column}`,
      rows.map((row) => row[column]!),
    ),
  );
  return { rowCount: rows.length, columns, label: new Uint8Array(rows.length) };
}

/** The contributions of each row, by the implementation. */
function contributionsOf(model: TreesModel, rows: readonly (readonly number[])[]): number[][] {
  const { add, tableColumns } = treeContributions(model);
  const width = tableColumns.length;
  const sums = new Float64Array(rows.length * width);
  add(tableOf(rows), Uint32Array.from(rows.keys()), sums);
  return rows.map((_, row) => Array.from(sums.subarray(row * width, (row + 1) * width)));
}

function distance(values: readonly number[], expected: readonly number[]): number {
  return Math.max(...values.map((value, index) => Math.abs(value - expected[index]!)));
}

/** Trees of a height up to `height`, of values, thresholds and covers that repeat; some leaves no row reaches. */
function treeOf(height: number): fc.Arbitrary<HandTree> {
  const leaf = fc.record({
    value: fc.integer({ min: -64, max: 64 }).map((value) => value / 32),
    cover: fc.nat({ max: 20 }),
  });
  if (height === 0) return leaf;
  const node = fc.record({
    feature: fc.nat({ max: FEATURES - 1 }),
    threshold: fc.nat({ max: 3 }),
    lower: fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 4, arbitrary: treeOf(height - 1) }),
    upper: fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 4, arbitrary: treeOf(height - 1) }),
  });
  return node;
}

const rowOf = fc.array(fc.nat({ max: 4 }), { minLength: FEATURES, maxLength: FEATURES });
const rowsOf = fc.array(rowOf, { minLength: 1, maxLength: 4 });

describe('Shapley values of trees', () => {
  // Small trees are solved by tables; large ones row by row if there are few rows, and otherwise by outcome.
  it.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [5, 1],
    [5, 64],
    [7, 1],
    [7, 64],
  ])('are those of the definition, at height %i and for rows given %i times', (height, times) => {
    fc.assert(
      fc.property(fc.array(treeOf(height), { minLength: 1, maxLength: 2 }), rowsOf, (trees, rows) => {
        const repeated = Array.from({ length: times }, () => rows).flat();
        const expected = rows.map((row) => shapleyValues(trees, row));
        for (const [index, values] of contributionsOf(modelOf(trees), repeated).entries())
          expect(distance(values, expected[index % rows.length]!)).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('are those of the definition for a tree whose ways are very long', () => {
    const chain = (length: number): HandTree =>
      length === 0
        ? { value: 3, cover: 1 }
        : {
            feature: length % FEATURES,
            threshold: (length * 7) % 5,
            lower: { value: (length * 5) % 11, cover: 2 },
            upper: chain(length - 1),
          };
    const rows = Array.from({ length: 70 }, (_, row) => [row % 5, row % 3, row % 4, row % 2, row % 6]);
    for (const [row, values] of contributionsOf(modelOf([chain(40)]), rows).entries())
      expect(distance(values, shapleyValues([chain(40)], rows[row]!))).toBeLessThan(1e-12);
  });

  it('of a customer sum to the difference from the base', () => {
    fc.assert(
      fc.property(treeOf(6), rowOf, (tree, row) => {
        const model = modelOf([tree]);
        const sum = contributionsOf(model, [row])[0]!.reduce((total, value) => total + value, 0);
        const answer = 0.5 + worthOf(tree, row, 2 ** FEATURES - 1);
        expect(Math.abs(treeContributions(model).base + sum - answer)).toBeLessThan(1e-12);
      }),
    );
  });

  it('of a known game: two features that only together raise the answer share it equally', () => {
    const leaf = (value: number, cover: number) => ({ value, cover });
    const both: HandTree = {
      feature: 0,
      threshold: 0,
      lower: leaf(0, 20),
      upper: { feature: 1, threshold: 0, lower: leaf(0, 10), upper: leaf(4, 10) },
    };
    // v(∅) = ½ × ½ × 4, v({0}) = v({1}) = ½ × 4, v({0, 1}) = 4: each brings (1 + 2) ÷ 2.
    const [values] = contributionsOf(modelOf([both]), [[1, 1, 0, 0, 0]]);
    expect(values).toEqual([1.5, 1.5, 0, 0, 0]);
  });

  it('add over trees, and give nothing to a feature that no tree tests', () => {
    const stump = (feature: number, value: number): HandTree => ({
      feature,
      threshold: 1,
      lower: { value: 0, cover: 3 },
      upper: { value, cover: 1 },
    });
    const [values] = contributionsOf(modelOf([stump(0, 4), stump(2, -8), stump(0, 1)]), [[2, 2, 0, 2, 2]]);
    expect(values).toEqual([3.75, 0, 2, 0, 0]);
  });

  it('of a tree that is one leaf are none, and it counts into the base', () => {
    const model = modelOf([{ value: 0.25, cover: 7 }]);
    expect(treeContributions(model).base).toBe(0.75);
    expect(contributionsOf(model, [[0, 0, 0, 0, 0]])).toEqual([[0, 0, 0, 0, 0]]);
  });

  it('take a missing value as the trees do', () => {
    const stump: HandTree = {
      feature: 0,
      threshold: 1,
      lower: { value: 0, cover: 1 },
      upper: { value: 1, cover: 1 },
    };
    const rows = [
      [Number.NaN, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
    ];
    const [missing, imputed] = contributionsOf(modelOf([stump]), rows);
    expect(missing).toEqual(imputed);
  });
});

describe('trees of the document', () => {
  const tree: HandTree = {
    feature: 1,
    threshold: 0,
    lower: { value: 0, cover: 1 },
    upper: { value: 1, cover: 1 },
  };

  it.each([
    ['an entry is lacking', { ...packed([tree]), feature: [1, -1], number: [0, 0] }],
    ['there is one too many', { ...packed([tree, tree]), count: 1 }],
    ['a cover is lacking', { ...packed([tree]), leafCover: [1] }],
    ['a feature is not there', { ...packed([tree]), feature: [2, -1, -1] }],
  ])('are refused where %s', (_, trees) => {
    expect(() => coverTrees(trees, 2)).toThrowError(expect.objectContaining({ code: 'EXPLAINER_INVALID' }));
  });
});

describe('the quadrature', () => {
  it.each([1, 2, 5, 12])('of %i points is exact up to its degree', (size) => {
    const { points, weights } = gaussLegendre(size);
    for (let degree = 0; degree < 2 * size; degree++) {
      const integral = points.reduce((sum, t, i) => sum + weights[i]! * t ** degree, 0);
      expect(Math.abs(integral - 1 / (degree + 1))).toBeLessThan(1e-14);
    }
  });
});
