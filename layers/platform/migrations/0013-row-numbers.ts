import type { Migration } from './migration.ts';

/**
 * Rows are kept in the order in which they are written, and customers are found by a key of their own: kept by customer,
 * the rows of each part would go in between all those before. Two runs are joined in another key, which has all that is
 * compared. The server numbers the rows of earlier runs by itself,
 * which takes a key that begins with the number and is not needed any longer.
 */
export const rowNumbers: Migration = {
  version: 13,
  name: 'row_numbers',
  statements: [
    {
      unlessColumn: { table: 'predictions', column: 'row_no' },
      sql: `ALTER TABLE predictions
  ADD COLUMN row_no BIGINT NOT NULL AUTO_INCREMENT,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (run_id, row_no),
  ADD UNIQUE KEY by_customer (run_id, customer_id),
  ADD KEY by_customer_probability (run_id, customer_id, status, churn_probability),
  ADD KEY numbering (row_no)`,
    },
    {
      ifKey: { table: 'predictions', key: 'numbering' },
      sql: 'ALTER TABLE predictions MODIFY row_no BIGINT NOT NULL, DROP KEY numbering',
    },
  ],
};
