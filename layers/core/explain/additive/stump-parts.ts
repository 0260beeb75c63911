import type { BoostedTrees, BoostingModel } from '../../learners/boosting/boosting-model.ts';
import type { TreeFeature } from '../../learners/trees/tree-feature.ts';
import type { Background } from '../background.ts';
import type { AdditiveModel, ColumnPart } from '../explainer-document.ts';
import { centredModel } from './centred-parts.ts';
import { stepOf } from './part-values.ts';

/** Whether no tree has more than one node. */
export function areStumps({ lower, upper }: BoostedTrees): boolean {
  const isLeaf = (entry: number) => entry < 0;
  return lower.every(isLeaf) && upper.every(isLeaf);
}

/** Boosted stumps as a sum of one part a feature: the stumps on it together make steps. */
export function stumpModel(model: BoostingModel, background: Background): AdditiveModel {
  const steps = stepsByFeature(model);
  const parts = model.features.flatMap((feature, index) => {
    const own = steps.get(index);
    return own === undefined ? [] : [partOf(feature, own)];
  });
  return centredModel(model.base, parts, background);
}

/** levels[i] for the first i with value ≤ thresholds[i], the last one above all of them. */
interface Steps {
  readonly thresholds: readonly number[];
  readonly levels: readonly number[];
}

function stepsByFeature({ trees }: BoostingModel): ReadonlyMap<number, Steps> {
  const nodesOf = Map.groupBy(trees.feature.keys(), (node) => trees.feature[node]!);
  return new Map(Array.from(nodesOf, ([feature, nodes]) => [feature, stepsOf(trees, nodes)]));
}

function stepsOf({ threshold, lower, upper, leafValue }: BoostedTrees, nodes: readonly number[]): Steps {
  const thresholds = [...new Set(nodes.map((node) => threshold[node]!))].sort((a, b) => a - b);
  const levels = new Array<number>(thresholds.length + 1).fill(0);
  for (const node of nodes) {
    const last = thresholds.indexOf(threshold[node]!);
    for (let step = 0; step < levels.length; step++) {
      const leaf = step <= last ? lower[node]! : upper[node]!;
      levels[step]! += leafValue[-1 - leaf]!;
    }
  }
  return { thresholds, levels };
}

function partOf(feature: TreeFeature, { thresholds, levels }: Steps): ColumnPart {
  const levelOf = (value: number) => levels[stepOf(thresholds, value)]!;
  if (feature.kind === 'numeric') {
    const missing = levelOf(feature.imputedWith);
    return {
      kind: 'steps',
      column: feature.column,
      thresholds: [...thresholds],
      levels: [...levels],
      missing,
    };
  }
  return {
    kind: 'category',
    column: feature.column,
    values: [...feature.byValue.keys()],
    numbers: Array.from(feature.byValue.values(), levelOf),
    unseen: levelOf(feature.unseen),
  };
}
