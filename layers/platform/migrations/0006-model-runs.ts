import type { Migration } from './migration.ts';

/** Each model's metadata.json, kept as text so that it reads back as it was written. */
export const modelRuns: Migration = {
  version: 6,
  name: 'model_runs',
  statements: [
    `CREATE TABLE IF NOT EXISTS model_runs (
  model_version VARCHAR(128) NOT NULL PRIMARY KEY,
  run_id VARCHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  trained_at VARCHAR(40) NOT NULL,
  metadata LONGTEXT NOT NULL CHECK (JSON_VALID(metadata))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  ],
};
