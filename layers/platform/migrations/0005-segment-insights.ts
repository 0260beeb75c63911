import type { Migration } from './migration.ts';

/** The totals of each segment in the order in which they are shown. */
export const segmentInsights: Migration = {
  version: 5,
  name: 'segment_insights',
  statements: [
    `CREATE TABLE IF NOT EXISTS segment_insights (
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  dimension VARCHAR(128) NOT NULL,
  segment VARCHAR(512) NOT NULL,
  position INT UNSIGNED NOT NULL,
  customers INT UNSIGNED NOT NULL,
  active_customers INT UNSIGNED NOT NULL,
  left_customers INT UNSIGNED NOT NULL,
  churn_probability_sum DOUBLE NOT NULL,
  monthly_revenue DOUBLE NOT NULL,
  revenue_at_risk_monthly DOUBLE NOT NULL,
  expected_loss DOUBLE NOT NULL,
  high_risk_customers INT UNSIGNED NOT NULL,
  PRIMARY KEY (run_id, dimension, segment),
  KEY by_position (run_id, dimension, position)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  ],
};
