import type { Migration } from './migration.ts';

export const runs: Migration = {
  version: 1,
  name: 'runs',
  statements: [
    `CREATE TABLE IF NOT EXISTS runs (
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  model_version VARCHAR(128) NOT NULL,
  content_sha256 VARCHAR(64) NOT NULL,
  currency CHAR(3) NOT NULL,
  horizon_months DOUBLE NOT NULL,
  dimensions MEDIUMTEXT NOT NULL CHECK (JSON_VALID(dimensions)),
  medium_threshold DOUBLE NOT NULL,
  high_threshold DOUBLE NOT NULL,
  customers INT UNSIGNED NULL,
  published_at DATETIME(3) NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  ],
};
