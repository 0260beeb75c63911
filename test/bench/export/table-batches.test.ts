import { describe, expect, it } from 'vitest';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { tableBatches } from '../../../bench/export/table-batches.ts';

const table: FeatureTable = {
  rowCount: 3,
  columns: [
    { kind: 'category', name: 'plan', codes: Uint8Array.of(1, 0, 1), dictionary: ['', 'basic'] },
    { kind: 'numeric', name: 'charge', values: Float32Array.of(1, Number.NaN, 3) },
    { kind: 'numeric', name: 'derived', values: Float32Array.of(7, 8, 9) },
  ],
  label: Uint8Array.of(0, 1, 255),
};

describe('tableBatches', () => {
  it('gives every row once, in order, without the derived columns', () => {
    expect([...tableBatches(table, 2, 2)]).toEqual([
      { rowCount: 2, columns: { plan: ['basic', ''], charge: Float32Array.of(1, Number.NaN) } },
      { rowCount: 1, columns: { plan: ['basic'], charge: Float32Array.of(3) } },
    ]);
  });
});
