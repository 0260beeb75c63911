import type { ForestModel, Trees } from '../learners/forest/forest-model.ts';
import type { FeatureTensor } from './feature-tensors.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';
import { addTreeEnsemble } from './tree-ensemble.ts';

/** Adds a random forest; returns its log-odds in float64. The model has at least one feature. */
export function addForest(
  graph: GraphBuilder,
  model: ForestModel,
  features: readonly FeatureTensor[],
): TensorName {
  const trees = withNodeRoots(model.trees);
  const leaves = { values: trees.leafProbability, aggregate: 'mean' } as const;
  const probability = addTreeEnsemble(graph, { features: model.features, trees }, leaves, features);
  const one = graph.constant(Float64Array.of(1), [1, 1]);
  const odds = graph.add('Div', [probability, graph.add('Sub', [one, probability])]);
  return graph.add('Log', [odds]);
}

/** ONNX has no tree that is a single leaf: such a one gets a node whose two sides are that leaf. */
function withNodeRoots(trees: Trees): Trees {
  const leaves = trees.roots.filter((root) => root < 0);
  if (leaves.length === 0) return trees;
  const nodes = trees.feature.length;
  let added = 0;
  return {
    ...trees,
    roots: trees.roots.map((root) => (root < 0 ? nodes + added++ : root)),
    feature: Uint16Array.from([...trees.feature, ...leaves.map(() => 0)]),
    threshold: Float32Array.from([...trees.threshold, ...leaves.map(() => 0)]),
    lower: Int32Array.from([...trees.lower, ...leaves]),
    upper: Int32Array.from([...trees.upper, ...leaves]),
  };
}
