import type { Migration } from './migration.ts';

/**
 * MySQL adds a column by noting it down alone, as it did for `reasons`, and a table with such notes takes no partition
 * in exchange; writing it anew rids it of them. A later migration that adds a column has to end with the same.
 */
export const rebuiltPredictions: Migration = {
  version: 12,
  name: 'rebuilt_predictions',
  statements: ['ALTER TABLE predictions FORCE'],
};
