import type { ForestModel, Trees } from '../learners/forest/forest-model.ts';
import { encodedTensor, type FeatureTensor, numericTensor } from './feature-tensors.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';
import type { Attribute } from './onnx-messages.ts';

/** Adds a random forest; returns its log-odds in float64. The model has at least one feature. */
export function addForest(
  graph: GraphBuilder,
  model: ForestModel,
  features: readonly FeatureTensor[],
): TensorName {
  const columns = model.features.map((feature) =>
    feature.kind === 'numeric'
      ? numericTensor(features[feature.column])
      : encodedTensor(features[feature.column], feature),
  );
  const values = graph.sideBySide(columns);
  const imputed = Float32Array.from(model.features, (feature) =>
    feature.kind === 'numeric' ? feature.imputedWith : feature.unseen,
  );
  const filled = graph.add('Where', [
    graph.add('IsNaN', [values]),
    graph.constant(imputed, [1, imputed.length]),
    values,
  ]);
  const probability = graph.cast(graph.addMl('TreeEnsemble', [filled], attributesOf(model.trees)), 'double');
  const one = graph.constant(Float64Array.of(1), [1, 1]);
  const odds = graph.add('Div', [probability, graph.add('Sub', [one, probability])]);
  return graph.add('Log', [odds]);
}

/** The attributes of ai.onnx.ml's TreeEnsemble (version 5). */
function attributesOf(trees: Trees): Record<string, Attribute> {
  const { roots, feature, threshold, lower, upper, leafProbability } = withNodeRoots(trees);
  const indices = (entries: Int32Array) => entries.map((entry) => (entry < 0 ? -1 - entry : entry));
  const areLeaves = (entries: Int32Array) => entries.map((entry) => (entry < 0 ? 1 : 0));
  return {
    aggregate_function: { int: 0 },
    post_transform: { int: 0 },
    n_targets: { int: 1 },
    tree_roots: { ints: roots },
    nodes_featureids: { ints: feature },
    nodes_splits: { tensor: { values: threshold, dims: [threshold.length] } },
    nodes_modes: { tensor: { values: new Uint8Array(feature.length), dims: [feature.length] } },
    nodes_truenodeids: { ints: indices(lower) },
    nodes_trueleafs: { ints: areLeaves(lower) },
    nodes_falsenodeids: { ints: indices(upper) },
    nodes_falseleafs: { ints: areLeaves(upper) },
    leaf_targetids: { ints: new Uint8Array(leafProbability.length) },
    leaf_weights: { tensor: { values: leafProbability, dims: [leafProbability.length] } },
  };
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
