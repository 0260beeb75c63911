import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import { modelInputOf } from '#core/onnx/table-input.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { createOnnxScorer, type OnnxScorer } from '#platform/model/onnx-scorer.ts';
import { generatedTable } from '../../core/learners/generated-table.ts';

const table = generatedTable(telcoSchema, 200, 1);
const rows = Uint32Array.from({ length: 200 }, (_, row) => row);
const onnx = churnModelOnnx(logisticRegression().fit(table, rows, 1), NO_CALIBRATION, telcoSchema);
const input = modelInputOf(table, telcoSchema);

describe('a loaded model', () => {
  let scorer: OnnxScorer;
  beforeAll(async () => {
    scorer = await createOnnxScorer(onnx, telcoSchema);
  });
  afterAll(() => scorer.release());

  test('gives one probability a row, the same in overlapping calls', async () => {
    const [first, second] = await Promise.all([scorer.score(input), scorer.score(input)]);
    expect(first).toHaveLength(200);
    expect(second).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(100);
    expect(first.every((probability) => probability > 0 && probability < 1)).toBe(true);
  });

  test('gives nothing for no rows', async () => {
    expect(await scorer.score({ rowCount: 0, columns: {} })).toHaveLength(0);
  });

  test.each([
    ['is missing', undefined],
    ['is too short', new Float32Array(3)],
    ['is of the wrong kind', new Array<string>(200).fill('1')],
  ])('names the column that %s', async (_, values) => {
    const { [telcoSchema.tenure]: _tenure, ...others } = input.columns;
    const columns = values === undefined ? others : { ...others, [telcoSchema.tenure]: values };
    await expect(scorer.score({ rowCount: 200, columns })).rejects.toMatchObject({
      code: 'MODEL_INPUT_INVALID',
      message: expect.stringContaining(telcoSchema.tenure),
    });
  });
});

describe('a broken model', () => {
  test.each([
    ['is empty', new Uint8Array(0)],
    ['is text', new TextEncoder().encode('{"not": "a model"}')],
    ['is cut short', onnx.slice(0, onnx.length / 2)],
  ])('that %s is named so, with its cause', async (_, bytes) => {
    const loading = createOnnxScorer(bytes, telcoSchema);
    await expect(loading).rejects.toMatchObject({ code: 'MODEL_BROKEN' });
  });

  test('is one of another schema', async () => {
    const [first, ...others] = telcoSchema.columns;
    const fewer = parseSchemaDocument({ ...telcoSchema, columns: others });
    await expect(createOnnxScorer(onnx, fewer)).rejects.toMatchObject({
      code: 'MODEL_BROKEN',
      message: expect.stringContaining(`wants ${first!.name}`),
    });
    const columns = [{ name: first!.name, type: 'numeric' }, ...others];
    await expect(
      createOnnxScorer(onnx, parseSchemaDocument({ ...telcoSchema, columns })),
    ).rejects.toMatchObject({
      code: 'MODEL_BROKEN',
      message: expect.stringContaining(`${first!.name} is not numeric`),
    });
  });
});

test('in a CommonJS bundle the native runtime is required, so that a Lambda layer can bring it', () => {
  const [file] = buildSync({
    entryPoints: ['layers/platform/model/onnx-scorer.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['onnxruntime-node'],
    write: false,
  }).outputFiles;
  expect(file?.text).toContain('require("onnxruntime-node")');
  expect(file?.text).not.toContain('import("onnxruntime-node")');
});
