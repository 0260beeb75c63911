import type { Migration } from './migration.ts';

/** How many rows a run had when it was sealed; NULL while they are being written, and in runs of before. */
export const sealedRows: Migration = {
  version: 11,
  name: 'sealed_rows',
  statements: [
    {
      unlessColumn: { table: 'runs', column: 'sealed_rows' },
      sql: 'ALTER TABLE runs ADD COLUMN sealed_rows INT UNSIGNED NULL',
    },
  ],
};
