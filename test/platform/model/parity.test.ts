import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calibration, calibrated, NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { randomForest } from '#core/learners/forest/random-forest.ts';
import { type Learner, predictLogOdds } from '#core/learners/learner.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import { modelInputOf } from '#core/onnx/table-input.ts';
import { parseSchemaDocument, type SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import { categoryColumn, numericColumn, telcoIsThere, telcoTable } from '../../core/learners/telco-table.ts';

const everyRow = ({ rowCount }: FeatureTable) => Uint32Array.from({ length: rowCount }, (_, row) => row);

/** Fits on one table and gives, for each of the others, the largest difference between trainer and graph. */
async function largestDifferences(
  learner: Learner,
  calibration: Calibration,
  schema: SchemaDocument,
  training: FeatureTable,
  others: readonly FeatureTable[],
): Promise<number[]> {
  const model = learner.fit(training, everyRow(training), 3);
  const scorer = await createOnnxScorer(churnModelOnnx(model, calibration, schema), schema);
  try {
    const differences: number[] = [];
    for (const table of [training, ...others]) {
      const graph = await scorer.score(modelInputOf(table, schema));
      const own = predictLogOdds(model, table, everyRow(table)).map((value) =>
        calibrated(value, calibration),
      );
      differences.push(own.reduce((most, value, row) => Math.max(most, distance(value, graph[row]!)), 0));
    }
    return differences;
  } finally {
    await scorer.release();
  }
}

/** NaN on either side is as far as can be. */
function distance(a: number, b: number): number {
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

const learners = [logisticRegression(), randomForest({ trees: 40 })];
const calibrations: readonly Calibration[] = [
  NO_CALIBRATION,
  { method: 'platt', slope: 1.3, intercept: -0.4 },
  {
    method: 'isotonic',
    knots: [
      [-4, -5],
      [-1.5, -1.6],
      [-1, -0.2],
      [3, 1],
    ],
  },
];
const cases = learners.flatMap((learner) =>
  calibrations.map((calibration) => ({
    learner,
    calibration,
    name: learner.name,
    method: calibration.method,
  })),
);

describe.skipIf(!telcoIsThere)('on the real Telco table (shared/data/telco.csv beside the project)', () => {
  const training = telcoIsThere ? telcoTable() : undefined;

  /** Every tenth row with one column, and what is derived from it, spoilt. */
  function spoilt(table: FeatureTable): FeatureTable[] {
    const raw = table.columns.slice(0, telcoSchema.columns.length);
    const spoiltColumn = (column: FeatureColumn, cell: number | string): FeatureColumn => {
      const { name } = column;
      if (column.kind === 'numeric' && typeof cell === 'number') {
        return numericColumn(
          name,
          Array.from(column.values, (value, row) => (row % 10 === 0 ? cell : value)),
        );
      }
      if (column.kind === 'numeric' || typeof cell === 'number') return column;
      return categoryColumn(
        name,
        Array.from(column.codes, (code, row) => (row % 10 === 0 ? cell : column.dictionary[code]!)),
      );
    };
    return raw.flatMap((column, index) =>
      [Number.NaN, 0, 1e9, -5, '', 'never seen', 'größer 日本'].map((cell) => ({
        ...table,
        columns: withDerivedColumns(raw.with(index, spoiltColumn(column, cell)), telcoSchema),
      })),
    );
  }

  test.each(cases)(
    '$name, calibration $method: every row, and rows with unseen, missing and extreme cells',
    async (one) => {
      const others = spoilt(training!).filter((_, index) => index % 5 === 0);
      const { learner, calibration } = one;
      const differences = await largestDifferences(learner, calibration, telcoSchema, training!, others);
      expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
    },
  );
});

/** No header and no training cell holds U+0000, because such a file is refused; a cell of /predict may. */
const hasNoNul = (text: string) => !text.includes('\0');

/** Names that could be taken for something else by a graph, JavaScript or JSON. */
const oddNames = [
  '#',
  '#0',
  '#1',
  '##2',
  'rows',
  'tenure_group',
  '__proto__',
  'constructor',
  'a b',
  'größe',
  '日本',
];
const names = fc.uniqueArray(
  fc.oneof(fc.constantFrom(...oddNames), fc.string({ unit: 'binary', minLength: 1 }).filter(hasNoNul)),
  {
    minLength: 3,
    maxLength: 9,
  },
);
const numbers = fc.oneof(
  fc.constantFrom(Number.NaN, 0, -1, 6, 12, 61, 1e-30, 3e38, -3e38),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 0, max: 72 }),
);
const texts = fc.oneof(fc.constantFrom('', 'a', 'b', 'Yes', ' ', '"', 'ü'), fc.string({ unit: 'binary' }));

const randomCase = names.chain((columnNames) =>
  fc.record({
    schema: fc
      .tuple(
        fc.boolean(),
        fc.array(fc.boolean(), { minLength: columnNames.length, maxLength: columnNames.length }),
      )
      .map(([hasTotal, areNumeric]) => schemaOf(columnNames, areNumeric, hasTotal)),
    cells: fc.array(fc.tuple(numbers, texts), { minLength: 40, maxLength: 120 }),
    labels: fc.array(fc.boolean(), { minLength: 120, maxLength: 120 }),
  }),
);

function schemaOf(
  columnNames: readonly string[],
  areNumeric: readonly boolean[],
  hasTotal: boolean,
): SchemaDocument {
  return parseSchemaDocument({
    ...telcoSchema,
    id: 'the id',
    label: { column: 'the label', positive: '1', negative: '0' },
    tenure: columnNames[0],
    monthlyCharge: columnNames[1],
    totalCharge: hasTotal ? columnNames[2] : undefined,
    segmentBy: [],
    columns: columnNames.map((name, index) => ({
      name: name.slice(0, 128),
      type: index < (hasTotal ? 3 : 2) || areNumeric[index] ? 'numeric' : 'category',
    })),
  });
}

/** A table whose cells are taken from the pool in another order for each column. */
function tableOf(
  schema: SchemaDocument,
  cells: readonly [number, string][],
  labels: readonly boolean[],
): FeatureTable {
  const raw = schema.columns.map(({ name, type }, index): FeatureColumn => {
    const pool = cells.map((_, row) => cells[(row * (index + 1) + index) % cells.length]!);
    return type === 'numeric'
      ? numericColumn(
          name,
          pool.map(([number]) => number),
        )
      : categoryColumn(
          name,
          pool.map(([, text]) => text),
        );
  });
  return {
    rowCount: cells.length,
    columns: withDerivedColumns(raw, schema),
    label: Uint8Array.from(cells, (_, row) => (row < 2 ? row : Number(labels[row]!))),
  };
}

test.each(cases)('$name, calibration $method: any schema and any cells', async ({ learner, calibration }) => {
  await fc.assert(
    fc.asyncProperty(randomCase, async ({ schema, cells, labels }) => {
      const half = Math.floor(cells.length / 2);
      const clean = cells.map(([number, text]): [number, string] => [number, hasNoNul(text) ? text : '']);
      const training = tableOf(schema, clean.slice(0, half), labels);
      const unseen = tableOf(schema, cells.slice(half), labels);
      const differences = await largestDifferences(learner, calibration, schema, training, [unseen]);
      expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
    }),
    { numRuns: 60 },
  );
});
