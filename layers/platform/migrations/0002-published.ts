import type { Migration } from './migration.ts';

/** One row that says which run readers see; it is there from the start, so that a writer can lock it. */
export const published: Migration = {
  version: 2,
  name: 'published',
  statements: [
    `CREATE TABLE IF NOT EXISTS published (
  id SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    'INSERT INTO published (id, run_id) VALUES (1, NULL) ON DUPLICATE KEY UPDATE id = 1',
  ],
};
