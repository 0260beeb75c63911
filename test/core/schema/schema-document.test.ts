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
    ['a word it does not know', { colour: 'red' }, /colour/],
  ])('refuses %s by name', (_name, change, message) => {
    expect(() => parseSchemaDocument({ ...telcoSchema, ...change })).toThrow(SchemaError);
    expect(() => parseSchemaDocument({ ...telcoSchema, ...change })).toThrow(message);
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
