import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema, TensorProto_DataType } from 'onnx-buf';
import { expect, test } from 'vitest';
import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { ONNX_OUTPUT } from '#core/lake/documents.ts';
import { randomForest } from '#core/learners/forest/random-forest.ts';
import type { Learner } from '#core/learners/learner.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import { parseSchemaDocument, type SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { generatedTable } from '../learners/generated-table.ts';

function decoded(learner: Learner, schema: SchemaDocument): ModelProto {
  const table = generatedTable(schema, 300, 1);
  const rows = Uint32Array.from({ length: 300 }, (_, row) => row);
  return fromBinary(ModelProtoSchema, churnModelOnnx(learner.fit(table, rows, 1), NO_CALIBRATION, schema));
}

function graphOf(model: ModelProto): GraphProto {
  if (model.graph === undefined) throw new Error('the model has no graph');
  return model.graph;
}

const learners = [logisticRegression(), randomForest({ trees: 5 })];

test.each(learners)(
  '$name: inputs are the schema columns in order, the output is one float a row',
  (learner) => {
    const model = decoded(learner, telcoSchema);
    const graph = graphOf(model);
    expect(model.opsetImport.map(({ domain, version }) => [domain, Number(version)])).toEqual([
      ['', 21],
      ['ai.onnx.ml', 5],
    ]);
    expect(graph.input.map(({ name }) => name)).toEqual(telcoSchema.columns.map(({ name }) => name));
    expect(graph.output.map(({ name }) => name)).toEqual([ONNX_OUTPUT]);
    for (const [index, value] of [...graph.input, ...graph.output].entries()) {
      const tensor = value.type?.value.case === 'tensorType' ? value.type.value.value : undefined;
      const isText = telcoSchema.columns[index]?.type === 'category';
      expect(tensor?.elemType).toBe(isText ? TensorProto_DataType.STRING : TensorProto_DataType.FLOAT);
      expect(tensor?.shape?.dim.map((dimension) => dimension.value.value)).toEqual(['rows', 1n]);
    }
  },
);

test.each(learners)('$name: every tensor is made once, and before it is used', (learner) => {
  const graph = graphOf(decoded(learner, telcoSchema));
  const made = [...graph.input, ...graph.initializer].map(({ name }) => name);
  for (const node of graph.node) {
    for (const input of node.input) expect(made).toContain(input);
    made.push(...node.output);
  }
  expect(new Set(made).size).toBe(made.length);
  expect(made.at(-1)).toBe(ONNX_OUTPUT);
});

test('a text column is encoded by its known values, with a number for all others', () => {
  const graph = graphOf(decoded(logisticRegression(), telcoSchema));
  const encoders = graph.node.filter(({ opType }) => opType === 'LabelEncoder');
  const categories = telcoSchema.columns.filter(({ type }) => type === 'category');
  expect(encoders.map(({ input }) => input[0])).toEqual(categories.map(({ name }) => name));
  for (const { attribute, domain } of encoders) {
    const [keys, values, unseen] = attribute;
    expect(domain).toBe('ai.onnx.ml');
    expect(attribute.map(({ name }) => name)).toEqual(['keys_strings', 'values_floats', 'default_float']);
    expect(keys?.strings.map((bytes) => new TextDecoder().decode(bytes))).toContain('value 1');
    expect(values?.floats).toHaveLength(keys!.strings.length);
    expect(unseen?.type).toBe(1);
  }
});

test('the trees of a forest are all there', () => {
  const graph = graphOf(decoded(randomForest({ trees: 5 }), telcoSchema));
  const [ensemble] = graph.node.filter(({ opType }) => opType === 'TreeEnsemble');
  const ints = (name: string) => ensemble?.attribute.find((attribute) => attribute.name === name)?.ints ?? [];
  const nodes = ints('nodes_featureids').length;
  expect(ints('tree_roots')).toHaveLength(5);
  expect(ints('nodes_truenodeids')).toHaveLength(nodes);
  // A binary tree has one leaf more than nodes.
  expect(ints('leaf_targetids')).toHaveLength(nodes + 5);
});

test('a column that is called as the output cannot be', () => {
  const columns = [...telcoSchema.columns, { name: ONNX_OUTPUT, type: 'numeric' }];
  const schema = parseSchemaDocument({ ...telcoSchema, columns });
  expect(() => decoded(logisticRegression(), schema)).toThrow(
    expect.objectContaining({ code: 'COLUMN_NAME_TAKEN' }),
  );
});
