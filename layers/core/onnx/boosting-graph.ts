import type { BoostingModel } from '../learners/boosting/boosting-model.ts';
import type { FeatureTensor } from './feature-tensors.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';
import { addTreeEnsemble } from './tree-ensemble.ts';

/** Adds gradient boosting; returns its log-odds in float64, or undefined where they are the base for everyone. */
export function addBoosting(
  graph: GraphBuilder,
  model: BoostingModel,
  features: readonly FeatureTensor[],
): TensorName | undefined {
  if (model.trees.roots.length === 0) return undefined;
  const sum = addTreeEnsemble(graph, model, { values: model.trees.leafValue, aggregate: 'sum' }, features);
  return graph.add('Add', [sum, graph.constant(Float64Array.of(model.base), [1, 1])]);
}
