import type { Migration } from './migration.ts';

/**
 * A partition a run. Ids compare byte by byte, save that spaces at the end do not count, as in every text collation that
 * both MySQL 8.0 and MariaDB know; cleaning has trimmed them.
 */
export const predictions: Migration = {
  version: 3,
  name: 'predictions',
  statements: [
    `CREATE TABLE IF NOT EXISTS predictions (
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  customer_id VARCHAR(128) NOT NULL,
  status VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  churn_probability DOUBLE NOT NULL,
  risk_level VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  monthly_charge DOUBLE NOT NULL,
  tenure_months DOUBLE NOT NULL,
  expected_loss DOUBLE NOT NULL,
  segments TEXT NOT NULL,
  PRIMARY KEY (run_id, customer_id),
  KEY by_expected_loss (run_id, status, risk_level, expected_loss DESC, customer_id),
  KEY by_churn_probability (run_id, status, risk_level, churn_probability DESC, customer_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
PARTITION BY LIST COLUMNS (run_id) (PARTITION no_run VALUES IN (''))`,
  ],
};
