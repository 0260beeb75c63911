import { ChurnError } from '../errors.ts';
import {
  type BandFeature,
  type DerivedFeature,
  type DifferenceFeature,
  derivedFeatures,
  type RatioFeature,
} from '../features/derived-features.ts';
import type { CategoryMap } from '../learners/category-map.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { GraphBuilder, TensorName } from './graph-builder.ts';

/** A column of the feature table inside the graph. */
export type FeatureTensor =
  | { readonly kind: 'numeric'; readonly name: string; readonly tensor: TensorName }
  /** `encode` adds the nodes that give each category its number, float32 of shape [rows, 1]. */
  | { readonly kind: 'category'; readonly name: string; readonly encode: (map: CategoryMap) => TensorName };

/** The graph's own copy of the feature table's columns, in order: the inputs, then the features derived from them. */
export function featureTensors(graph: GraphBuilder, schema: SchemaDocument): FeatureTensor[] {
  const tensors = schema.columns.map(
    ({ type, name }): FeatureTensor =>
      type === 'numeric'
        ? { kind: 'numeric', name, tensor: name }
        : { kind: 'category', name, encode: (map) => encodeText(graph, name, map) },
  );
  for (const feature of derivedFeatures(schema)) tensors.push(derivedTensor(graph, feature, tensors));
  return tensors;
}

/** The tensor of a numeric feature. @throws ChurnError `GRAPH_MISMATCH` */
export function numericTensor(feature: FeatureTensor | undefined): TensorName {
  if (feature?.kind === 'numeric') return feature.tensor;
  throw new ChurnError('GRAPH_MISMATCH', `${feature?.name ?? 'A missing column'} is not a numeric column.`);
}

/** A category feature as numbers. @throws ChurnError `GRAPH_MISMATCH` */
export function encodedTensor(feature: FeatureTensor | undefined, map: CategoryMap): TensorName {
  if (feature?.kind === 'category') return feature.encode(map);
  throw new ChurnError('GRAPH_MISMATCH', `${feature?.name ?? 'A missing column'} is not a category column.`);
}

function derivedTensor(
  graph: GraphBuilder,
  feature: DerivedFeature,
  before: readonly FeatureTensor[],
): FeatureTensor {
  const numeric = (name: string) => numericTensor(before.find((candidate) => candidate.name === name));
  const { kind, name } = feature;
  switch (kind) {
    case 'band':
      return { kind: 'category', name, encode: (map) => encodeBand(graph, feature, numeric, map) };
    case 'ratio':
      return { kind: 'numeric', name, tensor: ratio(graph, feature, numeric) };
    case 'difference':
      return { kind: 'numeric', name, tensor: difference(graph, feature, numeric) };
  }
}

type NumericByName = (name: string) => TensorName;

function encodeText(graph: GraphBuilder, input: TensorName, map: CategoryMap): TensorName {
  return graph.addMl('LabelEncoder', [input], {
    keys_strings: { strings: [...map.byValue.keys()] },
    values_floats: { floats: Float32Array.from(map.byValue.values()) },
    default_float: { float: map.unseen },
  });
}

/** Looks the number up by how many edges lie below the value; the entry after the last band is for missing. */
function encodeBand(
  graph: GraphBuilder,
  feature: BandFeature,
  numeric: NumericByName,
  map: CategoryMap,
): TensorName {
  const source = numeric(feature.source);
  const numbers = [...feature.labels, ''].map((label) => map.byValue.get(label) ?? map.unseen);
  const edges = graph.constant(Float32Array.from(feature.edges), [1, feature.edges.length]);
  const edgesBelow = graph.sumOfColumns(graph.cast(graph.add('Greater', [source, edges]), 'float'));
  const missingBand = graph.constant(Float32Array.of(feature.labels.length), [1, 1]);
  const band = graph.add('Where', [graph.add('IsNaN', [source]), missingBand, edgesBelow]);
  const table = graph.constant(Float32Array.from(numbers), [numbers.length]);
  return graph.add('Gather', [table, graph.cast(band, 'int64')], { axis: { int: 0 } });
}

function ratio(graph: GraphBuilder, feature: RatioFeature, numeric: NumericByName): TensorName {
  const [numerator, denominator] = [numeric(feature.numerator), numeric(feature.denominator)];
  const isZero = graph.add('Equal', [denominator, graph.constant(Float32Array.of(0), [1, 1])]);
  const missing = [numerator, denominator].map((tensor) => graph.add('IsNaN', [tensor]));
  const cannot = missing.reduce((either, tensor) => graph.add('Or', [either, tensor]), isZero);
  const quotient = graph.add('Div', [numerator, denominator]);
  return graph.add('Where', [cannot, numeric(feature.otherwise), quotient]);
}

function difference(graph: GraphBuilder, feature: DifferenceFeature, numeric: NumericByName): TensorName {
  return graph.add('Sub', [numeric(feature.minuend), numeric(feature.subtrahend)]);
}
