import { describe, expect, it } from 'vitest';
import type { Explanations } from '#core/explain/explainer.ts';
import { reasonsAt, remainderAt } from '#core/explain/reasons.ts';
import { strongestColumns } from '#core/explain/strongest-columns.ts';
import { columnLabels, factOf, inWords, pointsText } from '#core/explain/words.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from '../learners/telco-table.ts';

const long = '😀'.repeat(100);
const table: FeatureTable = {
  rowCount: 2,
  columns: [
    numericColumn('tenure', [2, Number.NaN]),
    numericColumn('MonthlyCharges', [70.35, 20]),
    categoryColumn('Contract', ['Month-to-month', '']),
    categoryColumn('plan', ['<b>x</b>', long]),
    categoryColumn('gender', ['Male', 'Female']),
    categoryColumn('Partner', ['Yes', 'No']),
    numericColumn('visits', [1, 1]),
  ],
  label: new Uint8Array(2),
};
const explanations: Explanations = {
  rowCount: 2,
  columnCount: 7,
  logOdds: Float64Array.of(0, 0),
  contributions: Float64Array.of(0.5, -0.25, 1, 0.125, 0.0625, -2, 1e-15, 1, -1, 0.5, 0.25, 0, 0, 0),
  probabilityFactors: Float64Array.of(0.2, 0.1),
};

describe('reasons', () => {
  it('are the strongest on each side, the strongest first, with their values and points', () => {
    expect(reasonsAt(explanations, 0, table, 0)).toEqual([
      { feature: 'Partner', value: 'Yes', contribution: -2, points: -40 },
      { feature: 'Contract', value: 'Month-to-month', contribution: 1, points: 20 },
      { feature: 'tenure', value: 2, contribution: 0.5, points: 10 },
      { feature: 'MonthlyCharges', value: 70.35, contribution: -0.25, points: -5 },
      { feature: 'plan', value: '<b>x</b>', contribution: 0.125, points: 2.5 },
    ]);
  });

  it('leave a remainder, so that all of it adds up', () => {
    const reasons = reasonsAt(explanations, 0, table, 0);
    const remainder = remainderAt(explanations, 0, reasons);
    expect(remainder.contribution).toBeCloseTo(0.0625, 12);
    expect(remainder.points).toBeCloseTo(1.25, 12);
  });

  it('give null for what is not known and cut what is too long between characters', () => {
    const values = reasonsAt(explanations, 1, table, 1).map(({ feature, value }) => [feature, value]);
    expect(values).toEqual([
      ['tenure', null],
      ['MonthlyCharges', 20],
      ['Contract', null],
      ['plan', `${'😀'.repeat(79)}…`],
    ]);
  });

  it('of equal strength keep the order of the columns', () => {
    expect(strongestColumns(Float64Array.of(1, 1, -1, 1, 1))).toEqual([0, 1, 2, 3]);
    expect(strongestColumns(new Float64Array(4))).toEqual([]);
  });
});

describe('words', () => {
  it('name the column by its label, as plain text', () => {
    const labels = columnLabels(telcoSchema);
    const reason = { feature: 'tenure', value: 2, contribution: 1, points: 14.2 };
    expect(inWords(reason, labels)).toEqual({
      ...reason,
      label: 'Tenure (months)',
      sentence: 'Tenure (months) is 2: +14 points',
    });
    const unknown = { feature: 'plan', value: '<b>x</b>', contribution: -1, points: -1 };
    expect(inWords(unknown, labels)).toMatchObject({ label: 'plan', sentence: 'plan is <b>x</b>: −1 point' });
    expect(factOf('Tenure (months)', 0)).toBe('Tenure (months) is 0');
    expect(factOf('Total charges', null)).toBe('Total charges is not known');
  });

  it.each([
    [14.5, '+15 points'],
    [1.4, '+1 point'],
    [0.96, '+1 point'],
    [-0.44, '−0.4 points'],
    [0.02, '+less than 0.1 points'],
    [-100, '−100 points'],
  ])('write %f points as %s', (points, text) => {
    expect(pointsText(points)).toBe(text);
  });
});
