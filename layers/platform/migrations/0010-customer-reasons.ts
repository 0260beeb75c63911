import type { Migration } from './migration.ts';

/** What moved a customer's probability most, as JSON; NULL where it was not worked out, as in every older run. */
export const customerReasons: Migration = {
  version: 10,
  name: 'customer_reasons',
  statements: [
    {
      unlessColumn: { table: 'predictions', column: 'reasons' },
      sql: 'ALTER TABLE predictions ADD COLUMN reasons TEXT NULL',
    },
  ],
};
