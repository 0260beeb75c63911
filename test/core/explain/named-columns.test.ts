import { expect, it } from 'vitest';
import { namedColumns } from '#core/explain/named-columns.ts';
import { NamedParts } from '#core/explain/named-parts.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

const position = (name: string) => telcoSchema.columns.findIndex((column) => column.name === name);
const [tenure, monthly, total] = ['tenure', 'MonthlyCharges', 'TotalCharges'].map(position);

it('a derived feature is shared among the columns that it is made of', () => {
  const columns = namedColumns(telcoSchema);
  expect(columns[0]).toEqual({ name: 'gender', named: [{ column: 0, share: 1 }] });
  expect(columns.slice(telcoSchema.columns.length)).toEqual([
    { name: 'tenure_group', named: [{ column: tenure, share: 1 }] },
    {
      name: 'avg_monthly_spend',
      named: [
        { column: total, share: 0.5 },
        { column: tenure, share: 0.5 },
      ],
    },
    {
      name: 'charge_above_average',
      named: [
        { column: monthly, share: 0.5 },
        { column: total, share: 0.25 },
        { column: tenure, share: 0.25 },
      ],
    },
  ]);
});

it('what features contribute is summed by the columns that stand for them, and nothing is lost', () => {
  const columns = namedColumns(telcoSchema);
  const first = telcoSchema.columns.length;
  const parts = new NamedParts(Uint32Array.of(tenure!, first, first + 2), columns);
  const named = new Float64Array(parts.columnCount);
  parts.add(Float64Array.of(9, 9, 1, 2, 4), 2, 3, named, 0);
  expect(named[tenure!]).toBe(3 * (1 + 2 + 1));
  expect(named[monthly!]).toBe(3 * 2);
  expect(named[total!]).toBe(3);
  expect(named.reduce((sum, value) => sum + value, 0)).toBe(3 * 7);
});
