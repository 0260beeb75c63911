import { meanOf } from '../evaluation/interval.ts';
import { permutationImportance, tableOfRows } from '../evaluation/permutation-importance.ts';
import type { Fold } from '../evaluation/stratified-folds.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import { type Learner, predictLogOdds } from '../learners/learner.ts';
import { seedOfPart } from '../learners/seeded-random.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';

/** Rows of a fold's test part that are shuffled; more would only cost time. */
const MAX_ROWS = 4000;

/** Permutation importance of the raw columns on the test parts of the first repeat, the most important first. */
export function columnImportance(
  learner: Learner,
  table: FeatureTable,
  schema: SchemaDocument,
  folds: readonly Fold[],
  seed: number,
): ModelMetadata['importance'] {
  const first = folds.filter(({ repeat }) => repeat === 0);
  const drops = first.map(({ train, test }, index) => {
    const model = learner.fit(table, train, seedOfPart(seed, index));
    const step = Math.ceil(test.length / MAX_ROWS);
    const unseen = tableOfRows(
      table,
      test.filter((_, place) => place % step === 0),
    );
    const every = Uint32Array.from({ length: unseen.rowCount }, (_, row) => row);
    const score = (shuffled: FeatureTable) => predictLogOdds(model, shuffled, every);
    return permutationImportance(unseen, schema, score, seedOfPart(seed, index));
  });
  return schema.columns
    .map(({ name }, index) => ({ column: name, rocAucDrop: meanOf(drops.map((drop) => drop[index]!)) }))
    .sort((a, b) => b.rocAucDrop - a.rocAucDrop);
}
