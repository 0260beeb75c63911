import type { Calibration } from '../calibration/calibration.ts';
import { SchemaError } from '../errors.ts';
import { ONNX_OUTPUT } from '../lake/documents.ts';
import type { FittedModel } from '../learners/learner.ts';
import { logOddsOf } from '../learners/log-odds.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { addBoosting } from './boosting-graph.ts';
import { addCalibration } from './calibration-graph.ts';
import { type FeatureTensor, featureTensors } from './feature-tensors.ts';
import { addForest } from './forest-graph.ts';
import { GraphBuilder, type TensorName } from './graph-builder.ts';
import { addLogistic } from './logistic-graph.ts';

/**
 * The whole way from a customer to a probability as one .onnx file. Inputs: the schema's columns in order, each of
 * shape [rows, 1], text for categories ('' is missing) and float32 for numerics (NaN is missing). Output: ONNX_OUTPUT.
 * @throws SchemaError `COLUMN_NAME_TAKEN` if a column is called as the output is.
 */
export function churnModelOnnx(
  model: FittedModel,
  calibration: Calibration,
  schema: SchemaDocument,
): Uint8Array {
  const names = schema.columns.map((column) => column.name);
  if (names.includes(ONNX_OUTPUT)) {
    throw new SchemaError(
      'COLUMN_NAME_TAKEN',
      `No column may be called ${ONNX_OUTPUT}: the model's output is.`,
    );
  }
  const graph = new GraphBuilder([...names, ONNX_OUTPUT]);
  const features = featureTensors(graph, schema);
  const logOdds = addLearner(graph, model, features) ?? addConstant(graph, constantLogOdds(model), schema);
  const probability = graph.add('Sigmoid', [addCalibration(graph, logOdds, calibration)]);
  graph.rename(graph.cast(probability, 'float'), ONNX_OUTPUT);
  return graph.finish(
    schema.columns.map(({ name, type }) => ({ name, type: type === 'numeric' ? 'float' : 'string' })),
    [{ name: ONNX_OUTPUT, type: 'float' }],
  );
}

function addLearner(
  graph: GraphBuilder,
  model: FittedModel,
  features: readonly FeatureTensor[],
): TensorName | undefined {
  if (model.kind === 'logistic-regression') return addLogistic(graph, model, features);
  if (model.kind === 'gradient-boosting') return addBoosting(graph, model, features);
  return model.features.length === 0 ? undefined : addForest(graph, model, features);
}

/** One number for every row; the tenure column, which every schema has, says how many rows there are. */
function addConstant(graph: GraphBuilder, value: number, schema: SchemaDocument): TensorName {
  const number = graph.constant(Float64Array.of(value), [1, 1]);
  return graph.add('Where', [graph.add('IsNaN', [schema.tenure]), number, number]);
}

/** The log-odds of a model that no column has a part in. */
function constantLogOdds(model: FittedModel): number {
  if (model.kind === 'logistic-regression') return model.intercept;
  if (model.kind === 'gradient-boosting') return model.base;
  const { roots, leafProbability } = model.trees;
  let sum = 0;
  for (const root of roots) sum += leafProbability[-1 - root]!;
  return logOddsOf(sum / roots.length);
}
