import type { PackedTrees } from '#core/explain/explainer-document.ts';

/** A tree as it is written down by hand: `cover` is how many background rows reach a leaf. */
export type HandTree =
  | { readonly value: number; readonly cover: number }
  | {
      readonly feature: number;
      readonly threshold: number;
      readonly lower: HandTree;
      readonly upper: HandTree;
    };

/** Trees as the explainer's document holds them. */
export function packed(trees: readonly HandTree[]): PackedTrees {
  const result: PackedTrees = { count: trees.length, feature: [], number: [], leafCover: [] };
  const add = (tree: HandTree): void => {
    if ('value' in tree) {
      result.feature.push(-1);
      result.number.push(tree.value);
      result.leafCover.push(tree.cover);
      return;
    }
    result.feature.push(tree.feature);
    result.number.push(tree.threshold);
    add(tree.lower);
    add(tree.upper);
  };
  for (const tree of trees) add(tree);
  return result;
}

/**
 * Shapley values by their definition, over all subsets of the features: the value of a subset is the tree's answer
 * where the tests of other features follow both sides by their covers.
 */
export function shapleyValues(trees: readonly HandTree[], row: readonly number[]): number[] {
  const worth = (subset: number) => trees.reduce((sum, tree) => sum + worthOf(tree, row, subset), 0);
  const worths = Array.from({ length: 2 ** row.length }, (_, subset) => worth(subset));
  return row.map((_, feature) => {
    let value = 0;
    for (let subset = 0; subset < worths.length; subset++) {
      if (((subset >> feature) & 1) === 1) continue;
      const weight = 1 / (row.length * choose(row.length - 1, bits(subset)));
      value += weight * (worths[subset | (1 << feature)]! - worths[subset]!);
    }
    return value;
  });
}

/** The answer for a row that takes part with a subset of its features; 0 is the mean over the background. */
export function worthOf(tree: HandTree, row: readonly number[], subset: number): number {
  if ('value' in tree) return tree.value;
  const [lower, upper] = [worthOf(tree.lower, row, subset), worthOf(tree.upper, row, subset)];
  if (((subset >> tree.feature) & 1) === 1) return row[tree.feature]! <= tree.threshold ? lower : upper;
  const [below, above] = [coverOf(tree.lower), coverOf(tree.upper)];
  const share = below + above === 0 ? 0.5 : below / (below + above);
  return share * lower + (1 - share) * upper;
}

function coverOf(tree: HandTree): number {
  return 'value' in tree ? tree.cover : coverOf(tree.lower) + coverOf(tree.upper);
}

function bits(subset: number): number {
  return subset === 0 ? 0 : (subset & 1) + bits(subset >> 1);
}

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
}
