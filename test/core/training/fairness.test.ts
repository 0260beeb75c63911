import { describe, expect, it } from 'vitest';
import { fairnessSchema } from '#core/lake/fairness-document.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { fairnessBySensitive } from '#core/training/fairness.ts';
import { plansSchema } from '../cleaning/plans-schema.ts';

const schema = parseSchemaDocument({
  ...plansSchema,
  columns: plansSchema.columns.map((column) => ({
    ...column,
    sensitive: column.name === 'plan' || column.name === 'score',
  })),
});

/** Four of plan Pro, two of Basic, one not known; ages in `score`. The values say whom it pays to contact. */
const table: FeatureTable = {
  rowCount: 7,
  label: Uint8Array.of(1, 0, 1, 0, 0, 1, 0),
  columns: [
    {
      kind: 'category',
      name: 'plan',
      codes: Uint8Array.of(0, 0, 0, 0, 1, 1, 2),
      dictionary: ['Pro', 'Basic', ''],
    },
    { kind: 'numeric', name: 'score', values: Float32Array.of(1, 2, 3, 4, 5, 6, Number.NaN) },
  ],
};
const judged = {
  rows: Uint32Array.of(0, 1, 2, 3, 4, 5, 6),
  labels: table.label,
  probabilities: Float64Array.of(0.9, 0.6, 0.3, 0.1, 0.2, 0.2, 0.5),
  values: Float64Array.of(300, 300, 20, 300, 10, 10, 300),
  monthlyCharges: new Float64Array(7),
};

describe('fairnessBySensitive', () => {
  it('is what was worked out by hand', () => {
    const fairness = fairnessBySensitive(table, schema, judged);
    expect(fairnessSchema.parse(fairness)).toEqual(fairness);
    const [plan] = fairness;
    expect(plan).toMatchObject({ column: 'plan', label: 'plan' });
    // Contacted are the first, the second, the fourth (0.1 × 0.3 × 290 − 10 < 0: not) and the last.
    expect(plan!.groups).toEqual([
      {
        group: 'Pro',
        customers: 4,
        left: 2,
        rocAuc: 0.75,
        calibration: expect.closeTo(1.9 / 2, 12),
        contacted: 0.5,
        falsePositiveRate: 0.5,
        falseNegativeRate: 0.5,
      },
      {
        group: 'Basic',
        customers: 2,
        left: 1,
        rocAuc: 0.5,
        calibration: expect.closeTo(0.4, 12),
        contacted: 0,
        falsePositiveRate: 0,
        falseNegativeRate: 1,
      },
      {
        group: '',
        customers: 1,
        left: 0,
        rocAuc: null,
        calibration: null,
        contacted: 1,
        falsePositiveRate: 1,
        falseNegativeRate: null,
      },
    ]);
  });

  it('parts numbers into quarters, what is missing by itself', () => {
    const [, score] = fairnessBySensitive(table, schema, judged);
    expect(score!.groups.map(({ group, customers }) => [group, customers])).toEqual([
      ['1 to 2', 2],
      ['4 to 5', 2],
      ['', 1],
      ['3', 1],
      ['6', 1],
    ]);
  });

  it('puts the rarest of very many values together, and leaves out columns that are not there', () => {
    const rows = 300;
    const many: FeatureTable = {
      rowCount: rows,
      label: new Uint8Array(rows),
      columns: [
        {
          kind: 'category',
          name: 'plan',
          codes: Uint8Array.from({ length: rows }, (_, row) => row % 50),
          dictionary: Array.from({ length: 50 }, (_, value) => `value ${value}`),
        },
      ],
    };
    const flat = (value: number) => new Float64Array(rows).fill(value);
    const [plan, ...others] = fairnessBySensitive(many, schema, {
      rows: Uint32Array.from({ length: rows }, (_, row) => row),
      labels: many.label,
      probabilities: flat(0.5),
      values: flat(100),
      monthlyCharges: flat(1),
    });
    expect(others).toEqual([]);
    expect(plan!.groups).toHaveLength(20);
    expect(plan!.groups[0]).toMatchObject({ group: '(other)', customers: 31 * 6 });
  });
});
