import type { Migration } from './migration.ts';

/** What a customer is worth and the gain of contacting them; NULL where it is not known, as in every older run. */
export const customerMoney: Migration = {
  version: 7,
  name: 'customer_money',
  statements: [
    {
      unlessColumn: { table: 'predictions', column: 'priority' },
      sql: `ALTER TABLE predictions
  ADD COLUMN clv DOUBLE NULL,
  ADD COLUMN priority DOUBLE NULL,
  ADD KEY by_priority (run_id, status, risk_level, priority DESC, customer_id)`,
    },
  ],
};
