import { describe, expect, it } from 'vitest';
import { SchemaError } from '#core/errors.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { segmentDimensionsOf } from '#core/schema/segment-dimensions.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

describe('the schema document', () => {
  it('survives JSON', () => {
    expect(parseSchemaDocument(JSON.parse(JSON.stringify(telcoSchema)))).toEqual(telcoSchema);
  });

  it.each<[string, object, RegExp]>([
    ['a role that is no numeric column', { tenure: 'Contract' }, /tenure: Contract/],
    ['a segment of numbers', { segmentBy: ['tenure'] }, /segmentBy: tenure/],
    ['a column named twice', { id: 'gender' }, /gender is named twice/],
    [
      'thresholds the wrong way round',
      { riskThresholds: { medium: 0.6, high: 0.3 } },
      /medium must be below high/,
    ],
    ['a label of one value', { label: { column: 'Churn', positive: 'Yes', negative: 'Yes' } }, /the same/],
    ['a margin of nothing', { economics: { ...telcoSchema.economics, margin: 0 } }, /economics.margin/],
    ['a horizon of nothing', { economics: { ...telcoSchema.economics, horizonMonths: 0 } }, /horizonMonths/],
    [
      'a prior that is none',
      { economics: { ...telcoSchema.economics, acceptancePrior: { alpha: 0, beta: 1 } } },
      /alpha/,
    ],
    [
      'a prior that goes on without end',
      { economics: { ...telcoSchema.economics, acceptancePrior: { alpha: 1e308, beta: 1e308 } } },
      /alpha/,
    ],
    [
      'an offer that costs less than nothing',
      { economics: { ...telcoSchema.economics, offerCost: -1 } },
      /offerCost/,
    ],
    [
      'a contact that costs less than nothing',
      { economics: { ...telcoSchema.economics, contactCost: -1 } },
      /contactCost/,
    ],
    [
      'a discount that is none',
      { economics: { ...telcoSchema.economics, annualDiscountRate: -0.1 } },
      /annualDiscountRate/,
    ],
    [
      'charges below 0',
      {
        columns: telcoSchema.columns.map((column) =>
          column.name === telcoSchema.monthlyCharge ? { ...column, min: -5 } : column,
        ),
      },
      /MonthlyCharges .* min must be at least 0/,
    ],
    ['a word it does not know', { colour: 'red' }, /colour/],
  ])('refuses %s by name', (_name, change, message) => {
    expect(() => parseSchemaDocument({ ...telcoSchema, ...change })).toThrow(SchemaError);
    expect(() => parseSchemaDocument({ ...telcoSchema, ...change })).toThrow(message);
  });

  it('discounts at 10 % a year unless it says otherwise', () => {
    const { annualDiscountRate: _, ...economics } = telcoSchema.economics;
    expect(parseSchemaDocument({ ...telcoSchema, economics }).economics.annualDiscountRate).toBe(0.1);
  });

  it('takes no tenure and no charge below 0, also where it names no least value', () => {
    const columns = telcoSchema.columns.map((column) => {
      if (column.type !== 'numeric') return column;
      const { min: _, ...rest } = column;
      return rest;
    });
    const parsed = parseSchemaDocument({ ...telcoSchema, columns });
    const least = parsed.columns.flatMap((column) =>
      column.type === 'numeric' ? [[column.name, column.min]] : [],
    );
    expect(least).toEqual([
      ['tenure', 0],
      ['MonthlyCharges', 0],
      ['TotalCharges', undefined],
    ]);
  });

  it('names its dimensions for people', () => {
    expect(segmentDimensionsOf(telcoSchema)).toContainEqual({
      name: 'PaymentMethod',
      label: 'Payment method',
    });
    expect(segmentDimensionsOf(telcoSchema)).toContainEqual({
      name: 'tenure_group',
      label: 'Tenure (months)',
    });
  });
});
