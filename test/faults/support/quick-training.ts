import type * as training from '#core/training/train-champion.ts';
import { inThisThread } from '#core/training/training-crew.ts';

type Train = typeof training.trainChampion;

/**
 * Trains once for the same rows and version and gives the same model afterwards: what training takes is time, and what
 * it gives is the same each time. In this thread, for a few rows are fitted sooner than threads are started.
 */
export function trainingOnce(train: Train): Train {
  const known = new Map<string, ReturnType<Train>>();
  return (table, schema, options) => {
    const key = JSON.stringify([options.modelVersion, options.dataSha256, table.rowCount, [...table.label]]);
    const trained =
      known.get(key) ?? train(table, schema, { ...options, crew: inThisThread(() => performance.now()) });
    known.set(key, trained);
    return trained;
  };
}
