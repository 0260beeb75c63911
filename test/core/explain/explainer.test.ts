import { beforeAll, describe, expect, it } from 'vitest';
import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { createExplainer } from '#core/explain/explainer.ts';
import { explainerOf } from '#core/explain/explainer-of-model.ts';
import { withDerivedColumns } from '#core/features/derived-columns.ts';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { parseSchemaDocument, type SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { hasTelco } from '../../support/telco.ts';
import { generatedTable } from '../learners/generated-table.ts';
import { categoryColumn, numericColumn, telcoTable } from '../learners/telco-table.ts';
import { CALIBRATIONS, everyRow, explainerFor, LEARNERS, largestGap } from './explained-models.ts';

const table = generatedTable(telcoSchema, 1500, 3);
/** Customers whom no model was fitted on; the values of some were never met. */
const strangers = withStrangeValues(generatedTable(telcoSchema, 300, 4));

function withStrangeValues(known: FeatureTable): FeatureTable {
  const raw = known.columns.slice(0, telcoSchema.columns.length).map((column, index) =>
    column.kind === 'numeric'
      ? numericColumn(
          column.name,
          Array.from(column.values, (value, row) => (row % 7 === index % 7 ? 1e6 : value)),
        )
      : categoryColumn(
          column.name,
          Array.from(column.codes, (code, row) =>
            row % 5 === index % 5 ? 'never met' : column.dictionary[code]!,
          ),
        ),
  );
  return { ...known, columns: withDerivedColumns(raw, telcoSchema) };
}

describe.each(LEARNERS.map((learner) => [learner.name, learner] as const))('of %s', (_, learner) => {
  const model = learner.fit(table, everyRow(table), 1);

  it.each(CALIBRATIONS)(
    'contributions and base sum to the log-odds, calibrated by $method',
    (calibration) => {
      const explainer = explainerFor(model, table, telcoSchema, calibration);
      expect(largestGap(explainer, model, table, calibration)).toBeLessThan(1e-9);
      expect(largestGap(explainer, model, strangers, calibration)).toBeLessThan(1e-9);
    },
  );

  it('points and the base probability sum to the probability', () => {
    const explainer = explainerFor(model, table, telcoSchema, CALIBRATIONS[1]);
    const { contributions, columnCount, logOdds, probabilityFactors } = explainer.explain(
      table,
      everyRow(table),
    );
    for (let row = 0; row < table.rowCount; row++) {
      const own = contributions.subarray(row * columnCount, (row + 1) * columnCount);
      const sum = own.reduce((total, each) => total + each * probabilityFactors[row]!, 0);
      const probability = 1 / (1 + Math.exp(-logOdds[row]!));
      expect(Math.abs(explainer.base.probability + sum - probability)).toBeLessThan(1e-12);
    }
  });

  it('only some of the rows, in any order, are explained as in all of them', () => {
    const explainer = explainerFor(model, table, telcoSchema);
    const all = explainer.explain(table, everyRow(table));
    const some = explainer.explain(table, Uint32Array.of(700, 3));
    const { columnCount } = all;
    for (let column = 0; column < columnCount; column++)
      expect(some.contributions[column]).toBeCloseTo(all.contributions[700 * columnCount + column]!, 12);
    expect(some.logOdds[1]).toBeCloseTo(all.logOdds[3]!, 12);
  });
});

describe.runIf(hasTelco)('every Telco customer', () => {
  let telco: FeatureTable;
  beforeAll(() => {
    telco = telcoTable();
  });

  it.each(LEARNERS)('is explained to the last digit by $name', (learner) => {
    const model = learner.fit(telco, everyRow(telco), 1);
    const explainer = explainerFor(model, telco, telcoSchema);
    expect(largestGap(explainer, model, telco)).toBeLessThan(1e-9);
  });
});

describe('known answers', () => {
  const schema: SchemaDocument = parseSchemaDocument({
    ...telcoSchema,
    tenure: 'months',
    monthlyCharge: 'charge',
    totalCharge: undefined,
    segmentBy: [],
    columns: [
      { name: 'months', type: 'numeric' },
      { name: 'charge', type: 'numeric' },
      { name: 'plan', type: 'category' },
    ],
  });
  const raw = [
    numericColumn('months', [1, 2, 3, 6]),
    numericColumn('charge', [10, 10, 30, 30]),
    categoryColumn('plan', ['a', 'b', 'a', 'a']),
  ];
  const small: FeatureTable = {
    rowCount: 4,
    columns: withDerivedColumns(raw, schema),
    label: new Uint8Array(4),
  };

  it('a linear model gives each column its part less the mean of that part', () => {
    const explainer = explainerFor(
      {
        kind: 'logistic-regression',
        inverseStrength: 1,
        intercept: -1,
        numerics: [{ column: 0, lower: 1, upper: 6, center: 3, weight: 0.5, missing: 0.25 }],
        categories: [{ column: 2, byValue: new Map([['b', 2]]), unseen: 0 }],
      },
      small,
      schema,
    );
    // Means: 0.5 × (3 − 3) = 0, and 2 ÷ 4.
    expect(explainer.base.logOdds).toBeCloseTo(-0.5, 12);
    const { contributions } = explainer.explain(small, everyRow(small));
    const expected = [-1, 0, -0.5, -0.5, 0, 1.5, 0, 0, -0.5, 1.5, 0, -0.5];
    for (const [at, value] of expected.entries()) expect(contributions[at]).toBeCloseTo(value, 12);
  });

  it('two columns that always agree in a symmetric model share its answer equally', () => {
    const node = (feature: number) => ({ feature, threshold: 20 });
    const explainer = explainerFor(
      {
        kind: 'gradient-boosting',
        base: 0,
        features: [
          { kind: 'numeric', column: 0, imputedWith: 0 },
          { kind: 'numeric', column: 1, imputedWith: 0 },
        ],
        trees: {
          roots: Int32Array.of(0, 2),
          feature: Uint16Array.of(node(0).feature, node(1).feature, node(1).feature, node(0).feature),
          threshold: Float32Array.of(2, 20, 20, 2),
          lower: Int32Array.of(-1, -2, -4, -5),
          upper: Int32Array.of(1, -3, 3, -6),
          leafValue: Float32Array.of(0, 0, 1, 0, 0, 1),
        },
      },
      small,
      schema,
    );
    const { contributions, columnCount } = explainer.explain(small, Uint32Array.of(2));
    expect(columnCount).toBe(3);
    expect(contributions[0]).toBeCloseTo(contributions[1]!, 12);
    expect(contributions[2]).toBe(0);
    expect(contributions[0]! + contributions[1]! + explainer.base.logOdds).toBeCloseTo(2, 12);
  });

  it('a model without a training row cannot be explained', () => {
    const model = logisticRegression().fit(table, everyRow(table), 1);
    const explained = { modelVersion: 'm', model, calibration: NO_CALIBRATION, schema: telcoSchema };
    expect(() => explainerOf(explained, { table, rows: new Uint32Array(0) })).toThrowError(
      expect.objectContaining({ code: 'BACKGROUND_EMPTY' }),
    );
  });

  it('a document of other columns than its features is refused', () => {
    const model = gradientBoosting({ depth: 2, rounds: 5 }).fit(table, everyRow(table), 1);
    const { document } = explainerFor(model, table, telcoSchema);
    expect(() => createExplainer({ ...document, columns: document.columns.slice(0, 1) })).toThrowError(
      expect.objectContaining({ code: 'EXPLAINER_INVALID' }),
    );
  });
});
