import type { Migration, Statement } from './migration.ts';

/** Ranges and values of the whole base and of each segment; NULL in older runs. */
export const groupMoney: Migration = {
  version: 8,
  name: 'group_money',
  statements: ['kpis', 'segment_insights'].map(
    (table): Statement => ({
      unlessColumn: { table, column: 'contact_gain' },
      sql: `ALTER TABLE ${table}
  ADD COLUMN churn_variance DOUBLE NULL,
  ADD COLUMN revenue_at_risk_variance DOUBLE NULL,
  ADD COLUMN clv DOUBLE NULL,
  ADD COLUMN contact_customers INT UNSIGNED NULL,
  ADD COLUMN contact_gain DOUBLE NULL`,
    }),
  ),
};
