import type { Migration } from './migration.ts';

/**
 * How far each run has come, as `runs/<runId>.json` says, for whoever asks in SQL: `runs` has those alone whose scoring
 * was begun, and its rows are locked while a run is sealed.
 */
export const runStates: Migration = {
  version: 16,
  name: 'run_states',
  statements: [
    `CREATE TABLE IF NOT EXISTS run_states (
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  revision BIGINT UNSIGNED NOT NULL,
  state VARCHAR(32) NOT NULL,
  source_key TEXT NOT NULL,
  content_sha256 VARCHAR(64) NOT NULL,
  received_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  attempts INT UNSIGNED NOT NULL,
  customers INT UNSIGNED NULL,
  rejected_rows INT UNSIGNED NULL,
  model_version VARCHAR(128) NULL,
  failed_stage VARCHAR(32) NULL,
  failure_code VARCHAR(128) NULL,
  failure_message MEDIUMTEXT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  ],
};
