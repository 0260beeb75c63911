import type { LogisticModel, NumericTerm } from '../learners/logistic/logistic-model.ts';
import { encodedTensor, type FeatureTensor, numericTensor } from './feature-tensors.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';

/** Adds a logistic regression; returns its log-odds, or undefined where they are the intercept for everyone. */
export function addLogistic(
  graph: GraphBuilder,
  model: LogisticModel,
  features: readonly FeatureTensor[],
): TensorName | undefined {
  const sums: TensorName[] = [];
  if (model.numerics.length > 0) sums.push(addNumerics(graph, model.numerics, features));
  if (model.categories.length > 0) {
    const parts = model.categories.map((term) => encodedTensor(features[term.column], term));
    sums.push(graph.sumOfColumns(graph.cast(graph.sideBySide(parts), 'double')));
  }
  if (sums.length === 0) return undefined;
  const intercept = graph.constant(Float64Array.of(model.intercept), [1, 1]);
  return sums.reduce((total, sum) => graph.add('Add', [total, sum]), intercept);
}

/** Σ weight × (value − center) in float64, as the fitted model's own predictor computes it. */
function addNumerics(
  graph: GraphBuilder,
  terms: readonly NumericTerm[],
  features: readonly FeatureTensor[],
): TensorName {
  const row = (numberOf: (term: NumericTerm) => number) =>
    graph.constant(Float64Array.from(terms, numberOf), [1, terms.length]);
  const inputs = terms.map((term) => numericTensor(features[term.column]));
  const values = graph.cast(graph.sideBySide(inputs), 'double');
  const raised = graph.add('Max', [values, row((term) => term.lower)]);
  const held = graph.add('Min', [raised, row((term) => term.upper)]);
  const centered = graph.add('Sub', [held, row((term) => term.center)]);
  const parts = graph.add('Mul', [centered, row((term) => term.weight)]);
  const isMissing = graph.add('IsNaN', [values]);
  return graph.sumOfColumns(graph.add('Where', [isMissing, row((term) => term.missing), parts]));
}
