import type { Migration } from './migration.ts';

/** A run's curves, plans and changes: JSON that is read whole, kept as text so that it reads back as it was written. */
export const runDocuments: Migration = {
  version: 9,
  name: 'run_documents',
  statements: [
    `CREATE TABLE IF NOT EXISTS run_documents (
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(160) NOT NULL,
  document LONGTEXT NOT NULL CHECK (JSON_VALID(document)),
  PRIMARY KEY (run_id, name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  ],
};
