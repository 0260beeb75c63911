import type { Migration } from './migration.ts';

/** A run's totals, so that none are ever summed up at read time. */
export const kpis: Migration = {
  version: 4,
  name: 'kpis',
  statements: [
    `CREATE TABLE IF NOT EXISTS kpis (
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  customers INT UNSIGNED NOT NULL,
  active_customers INT UNSIGNED NOT NULL,
  left_customers INT UNSIGNED NOT NULL,
  churn_probability_sum DOUBLE NOT NULL,
  monthly_revenue DOUBLE NOT NULL,
  revenue_at_risk_monthly DOUBLE NOT NULL,
  expected_loss DOUBLE NOT NULL,
  high_risk_customers INT UNSIGNED NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  ],
};
