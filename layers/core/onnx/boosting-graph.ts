import type { BoostedTrees, BoostingModel } from '../learners/boosting/boosting-model.ts';
import { encodedTensor, type FeatureTensor, numericTensor } from './feature-tensors.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';
import type { Attribute } from './onnx-messages.ts';

/** Adds gradient boosting; returns its log-odds in float64, or undefined where they are the base for everyone. */
export function addBoosting(
  graph: GraphBuilder,
  model: BoostingModel,
  features: readonly FeatureTensor[],
): TensorName | undefined {
  if (model.trees.roots.length === 0) return undefined;
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
  const sum = graph.cast(graph.addMl('TreeEnsemble', [filled], attributesOf(model.trees)), 'double');
  return graph.add('Add', [sum, graph.constant(Float64Array.of(model.base), [1, 1])]);
}

/** The attributes of ai.onnx.ml's TreeEnsemble (version 5), the leaves of all trees summed. */
function attributesOf(trees: BoostedTrees): Record<string, Attribute> {
  const { roots, feature, threshold, lower, upper, leafValue } = trees;
  const indices = (entries: Int32Array) => entries.map((entry) => (entry < 0 ? -1 - entry : entry));
  const areLeaves = (entries: Int32Array) => entries.map((entry) => (entry < 0 ? 1 : 0));
  return {
    aggregate_function: { int: 1 },
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
    leaf_targetids: { ints: new Uint8Array(leafValue.length) },
    leaf_weights: { tensor: { values: leafValue, dims: [leafValue.length] } },
  };
}
