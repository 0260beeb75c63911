import type { TreeFeature } from '../learners/trees/tree-feature.ts';
import { encodedTensor, type FeatureTensor, numericTensor } from './feature-tensors.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';
import type { Attribute } from './onnx-messages.ts';

/** Flattened trees of which every root is a node; an entry of `lower` or `upper` below 0 stands for leaf −1 − entry. */
export interface FlatTrees {
  readonly roots: Int32Array;
  readonly feature: Uint16Array;
  readonly threshold: Float32Array;
  readonly lower: Int32Array;
  readonly upper: Int32Array;
}

/** How the leaves of a row make its value; the numbers are the operator's own. */
const AGGREGATES = { mean: 0, sum: 1 } as const;

/** Adds trees over their features, missing values filled in; returns the leaves' sum or mean of each row in float64. */
export function addTreeEnsemble(
  graph: GraphBuilder,
  model: { readonly features: readonly TreeFeature[]; readonly trees: FlatTrees },
  leaves: { readonly values: Float32Array; readonly aggregate: keyof typeof AGGREGATES },
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
  const attributes = attributesOf(model.trees, leaves.values, AGGREGATES[leaves.aggregate]);
  return graph.cast(graph.addMl('TreeEnsemble', [filled], attributes), 'double');
}

/** The attributes of ai.onnx.ml's TreeEnsemble (version 5). */
function attributesOf(
  trees: FlatTrees,
  leafValues: Float32Array,
  aggregate: number,
): Record<string, Attribute> {
  const { roots, feature, threshold, lower, upper } = trees;
  const indices = (entries: Int32Array) => entries.map((entry) => (entry < 0 ? -1 - entry : entry));
  const areLeaves = (entries: Int32Array) => entries.map((entry) => (entry < 0 ? 1 : 0));
  return {
    aggregate_function: { int: aggregate },
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
    leaf_targetids: { ints: new Uint8Array(leafValues.length) },
    leaf_weights: { tensor: { values: leafValues, dims: [leafValues.length] } },
  };
}
