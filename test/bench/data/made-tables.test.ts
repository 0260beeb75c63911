import { describe, expect, it } from 'vitest';
import type { CategoryColumn, NumericColumn } from '#core/table/feature-table.ts';
import { cardinalityTable } from '../../../bench/data/cardinality-table.ts';
import { ceilingAuc } from '../../../bench/data/made-table.ts';
import { wideTable } from '../../../bench/data/wide-table.ts';

const every = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
const share = (values: Iterable<number>, isCounted: (value: number) => boolean) => {
  const all = [...values];
  return all.filter(isCounted).length / all.length;
};

describe.each([
  ['wideTable', wideTable],
  ['cardinalityTable', cardinalityTable],
])('%s', (_name, make) => {
  it('is the same for the same seed and another for another', () => {
    expect(make(200, 4)).toEqual(make(200, 4));
    expect(make(200, 4).table.label).not.toEqual(make(200, 5).table.label);
  });

  it('has labels that are neither rare nor certain', () => {
    const made = make(5000, 1);
    const left = share(made.table.label, (label) => label === 1);
    expect(left).toBeGreaterThan(0.2);
    expect(left).toBeLessThan(0.6);
    const ceiling = ceilingAuc(made, every(5000));
    expect(ceiling).toBeGreaterThan(0.75);
    expect(ceiling).toBeLessThan(0.95);
  });
});

describe('wideTable', () => {
  it('has 200 columns, a fifth of them with a tenth missing', () => {
    const columns = wideTable(5000, 1).table.columns as NumericColumn[];
    const gaps = columns.map(({ values }) => share(values, Number.isNaN));
    expect(columns).toHaveLength(200);
    expect(gaps.filter((gap) => gap > 0)).toHaveLength(40);
    for (const gap of gaps.filter((some) => some > 0)) expect(gap).toBeCloseTo(0.1, 1);
  });
});

describe('cardinalityTable', () => {
  it('has columns of 10,000, 500 and 3 categories, some far more frequent than others', () => {
    const { columns } = cardinalityTable(50_000, 1).table;
    const categories = columns.filter((column): column is CategoryColumn => column.kind === 'category');
    expect(categories.map(({ dictionary }) => dictionary.length)).toEqual([10_000, 500, 3]);
    const [places] = categories;
    expect(new Set(places!.codes).size).toBeGreaterThan(9000);
    expect(share(places!.codes, (code) => code < 100)).toBeGreaterThan(0.08);
  });
});
