import { expect, test } from 'vitest';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { inThisThread } from '#core/training/training-crew.ts';
import { trainingThreads } from '#platform/training/training-threads.ts';
import { everyRow, randomTable } from '../../core/learners/logistic-rig.ts';

/** Columns of few names, of so many values that these count by their rates, and of missing values. */
const SHAPES = [
  { rows: 900, numerics: 3, categories: 2, levels: 5 },
  { rows: 30_000, numerics: 2, categories: 7, levels: 4 },
  { rows: 90_000, numerics: 4, categories: 2, levels: 600 },
];

test.each([2, 3])('logistic regression: %d threads learn what one learns, bit for bit', async (size) => {
  for (const shape of SHAPES) {
    const table = randomTable(5, shape);
    const data = {
      table,
      schema: { ...telcoSchema, columns: [] },
      candidates: [{ algorithm: 'logistic-regression' as const }],
      folds: [],
      rows: everyRow(table),
      seed: 1,
    };
    const crew = trainingThreads({ size })(data);
    try {
      expect(await crew.fitOnAllRows(0)).toEqual(await inThisThread(() => 0)(data).fitOnAllRows(0));
    } finally {
      await crew.close();
    }
  }
});
