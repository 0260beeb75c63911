import { expect, test } from 'vitest';
import { campaignTerms } from '#core/evaluation/campaign-terms.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { generatedTable } from '../learners/generated-table.ts';
import { numericColumn } from '../learners/telco-table.ts';

const table = generatedTable(telcoSchema, 4, 1);
const charging = (charges: readonly number[]) => ({
  ...table,
  columns: table.columns.map((column) =>
    column.name === telcoSchema.monthlyCharge ? numericColumn(column.name, charges) : column,
  ),
});

test('CLV is mean monthly charge × margin × horizon, over the rows given that have a charge', () => {
  const { margin, horizonMonths, acceptancePrior } = telcoSchema.economics;
  const terms = campaignTerms(charging([20, Number.NaN, 40, 1000]), Uint32Array.of(0, 1, 2), telcoSchema);
  expect(terms).toEqual({
    clv: 30 * margin * horizonMonths,
    offerCost: telcoSchema.economics.offerCost,
    contactCost: telcoSchema.economics.contactCost,
    alpha: acceptancePrior.alpha,
    beta: acceptancePrior.beta,
  });
});

test('without a single charge there is no CLV', () => {
  const none = charging(new Array<number>(4).fill(Number.NaN));
  expect(() => campaignTerms(none, Uint32Array.of(0, 1), telcoSchema)).toThrow(
    expect.objectContaining({ code: 'NO_MONTHLY_CHARGE' }),
  );
});
