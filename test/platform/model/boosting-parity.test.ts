import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calibration, calibrated, NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { type Learner, predictLogOdds } from '#core/learners/learner.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import { modelInputOf } from '#core/onnx/table-input.ts';
import { parseSchemaDocument, type SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import { generatedTable } from '../../core/learners/generated-table.ts';
import { categoryColumn, numericColumn, telcoIsThere, telcoTable } from '../../core/learners/telco-table.ts';

const everyRow = ({ rowCount }: FeatureTable) => Uint32Array.from({ length: rowCount }, (_, row) => row);

/** Fits on the first table; the largest difference between trainer and graph over the rows of all. */
async function largestDifference(
  learner: Learner,
  calibration: Calibration,
  schema: SchemaDocument,
  tables: readonly [FeatureTable, ...FeatureTable[]],
): Promise<number> {
  const model = learner.fit(tables[0], everyRow(tables[0]), 3);
  const scorer = await createOnnxScorer(churnModelOnnx(model, calibration, schema), schema);
  try {
    let largest = 0;
    for (const table of tables) {
      const graph = await scorer.score(modelInputOf(table, schema));
      for (const [row, logOdds] of predictLogOdds(model, table, everyRow(table)).entries()) {
        const difference = Math.abs(calibrated(logOdds, calibration) - graph[row]!);
        largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
      }
    }
    return largest;
  } finally {
    await scorer.release();
  }
}

const ODD_NUMBERS = [Number.NaN, 0, -5, 1e9, 3e38, -3e38, 1e-30];
const ODD_TEXTS = ['', 'never seen', 'größer 日本', 'a\0b'];

/** The table with one cell of each row spoilt, another column in each row. */
function spoilt({ rowCount, columns, label }: FeatureTable, schema: SchemaDocument): FeatureTable {
  const width = schema.columns.length;
  const raw = columns.slice(0, width).map((column, index): FeatureColumn => {
    const isHit = (row: number) => row % width === index;
    const turn = (row: number) => Math.floor(row / width);
    if (column.kind === 'numeric') {
      const cell = (value: number, row: number) =>
        isHit(row) ? ODD_NUMBERS[turn(row) % ODD_NUMBERS.length]! : value;
      return numericColumn(column.name, Array.from(column.values, cell));
    }
    const cell = (code: number, row: number) =>
      isHit(row) ? ODD_TEXTS[turn(row) % ODD_TEXTS.length]! : column.dictionary[code]!;
    return categoryColumn(column.name, Array.from(column.codes, cell));
  });
  return { rowCount, columns: withDerivedColumns(raw, schema), label };
}

const cases: readonly { depth: number; calibration: Calibration }[] = [
  { depth: 1, calibration: NO_CALIBRATION },
  { depth: 3, calibration: { method: 'platt', slope: 1.3, intercept: -0.4 } },
  {
    depth: 5,
    calibration: {
      method: 'isotonic',
      knots: [
        [-4, -5],
        [-1.5, -1.6],
        [-1, -0.2],
        [3, 1],
      ],
    },
  },
];

describe.skipIf(!telcoIsThere)('on the real Telco table (shared/data/telco.csv beside the project)', () => {
  test.each(cases)('depth $depth: every row, as it is and spoilt', async ({ depth, calibration }) => {
    const table = telcoTable();
    const tables = [table, spoilt(table, telcoSchema)] as const;
    const difference = await largestDifference(gradientBoosting({ depth }), calibration, telcoSchema, tables);
    expect(difference).toBeLessThanOrEqual(1e-6);
  });
});

/** No header holds U+0000, because such a file is refused. */
const columnName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((name) => !name.includes('\0'));

const randomSchema = fc
  .tuple(
    fc.uniqueArray(columnName, { minLength: 3, maxLength: 9 }),
    fc.boolean(),
    fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  )
  .map(([names, hasTotal, areNumeric]) =>
    parseSchemaDocument({
      ...telcoSchema,
      id: 'the customer’s own id',
      label: { column: 'whether the customer left', positive: '1', negative: '0' },
      tenure: names[0],
      monthlyCharge: names[1],
      totalCharge: hasTotal ? names[2] : undefined,
      segmentBy: [],
      columns: names.map((name, index) => ({
        name,
        type: index < (hasTotal ? 3 : 2) || areNumeric[index] ? 'numeric' : 'category',
      })),
    }),
  );

test.each(cases)('depth $depth: any schema', async ({ depth, calibration }) => {
  await fc.assert(
    fc.asyncProperty(
      randomSchema,
      fc.integer({ min: 40, max: 400 }),
      fc.nat(),
      fc.boolean(),
      async (schema, rowCount, seed, learnsFromSpoilt) => {
        const clean = generatedTable(schema, rowCount, seed);
        fc.pre(new Set(clean.label).size === 2);
        const odd = spoilt(clean, schema);
        const tables = learnsFromSpoilt ? ([withoutNul(odd), clean] as const) : ([clean, odd] as const);
        const learner = gradientBoosting({ depth, minLeafRows: 2 });
        expect(await largestDifference(learner, calibration, schema, tables)).toBeLessThanOrEqual(1e-6);
      },
    ),
    { numRuns: 40 },
  );
});

/** No training cell holds U+0000, because such a file is refused; a cell of /predict may. */
function withoutNul(table: FeatureTable): FeatureTable {
  const columns = table.columns.map((column) =>
    column.kind === 'numeric'
      ? column
      : { ...column, dictionary: column.dictionary.map((text) => text.replaceAll('\0', '0')) },
  );
  return { ...table, columns };
}

test('a column of many categories, and a model of thousands of trees', async () => {
  const { columns, label, rowCount } = generatedTable(telcoSchema, 3000, 4);
  const raw = columns.slice(0, telcoSchema.columns.length).map((column, index) =>
    column.kind === 'category' && index === telcoSchema.columns.findIndex(({ type }) => type === 'category')
      ? categoryColumn(
          column.name,
          Array.from(column.codes, (code, row) => `${column.dictionary[code]!} ${row % 400}`),
        )
      : column,
  );
  const table = { rowCount, label, columns: withDerivedColumns(raw, telcoSchema) };
  const learner = gradientBoosting({ depth: 4, rounds: 2000, minLeafRows: 1, earlyStopping: false });
  const tables = [table, spoilt(table, telcoSchema)] as const;
  expect(await largestDifference(learner, NO_CALIBRATION, telcoSchema, tables)).toBeLessThanOrEqual(1e-6);
});
