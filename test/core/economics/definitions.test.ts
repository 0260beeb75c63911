import { expect, test } from 'vitest';
import { definitionsSchema, kpisSchema, scoredCustomerSchema } from '#core/api/contract.ts';
import { DEFINITIONS } from '#core/economics/definitions.ts';

test('every definition is whole, and none is there twice', () => {
  expect(definitionsSchema.parse({ definitions: DEFINITIONS }).definitions).toEqual(DEFINITIONS);
  expect(new Set(DEFINITIONS.map(({ id }) => id)).size).toBe(DEFINITIONS.length);
  for (const definition of DEFINITIONS) {
    for (const text of Object.values(definition)) expect(text).not.toBe('');
  }
});

test('the figures of money that the API gives are defined under their names', () => {
  const defined = DEFINITIONS.map(({ id }) => id);
  const given = [...Object.keys(kpisSchema.shape), ...Object.keys(scoredCustomerSchema.shape)];
  const figures = [
    'observedChurnRate',
    'expectedChurnRate',
    'expectedChurners',
    'revenueAtRiskMonthly',
    'expectedLoss',
    'clv',
    'priority',
    'worthContacting',
    'churnProbability',
    'riskLevel',
  ];
  for (const figure of figures) {
    expect(given).toContain(figure);
    expect(defined).toContain(figure);
  }
});
