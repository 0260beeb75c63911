import type { Migration } from './migration.ts';

/**
 * Texts that many rows of a part share are kept once, and rows have their numbers: the names and values in segments and
 * reasons were most of the table. Rows of before keep their texts. FORCE as 0012 says.
 */
export const rowTexts: Migration = {
  version: 14,
  name: 'row_texts',
  statements: [
    `CREATE TABLE IF NOT EXISTS row_texts (
  run_id CHAR(25) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  model_version VARCHAR(128) NOT NULL,
  part INT UNSIGNED NOT NULL,
  text_no INT UNSIGNED NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run_id, model_version, part, text_no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    {
      unlessColumn: { table: 'predictions', column: 'segments_no' },
      sql: `ALTER TABLE predictions
  ADD COLUMN segments_no INT UNSIGNED NULL,
  MODIFY segments TEXT NULL,
  FORCE`,
    },
  ],
};
