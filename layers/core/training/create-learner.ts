import { gradientBoosting } from '../learners/boosting/gradient-boosting.ts';
import { randomForest } from '../learners/forest/random-forest.ts';
import type { Learner } from '../learners/learner.ts';
import { logisticRegression } from '../learners/logistic/logistic-regression.ts';
import type { CandidateSettings } from '../schema/candidate-settings.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';

/** The learner that a candidate's settings describe, held to the directions that the schema gives its columns. */
export function createLearner(settings: CandidateSettings, schema: SchemaDocument): Learner {
  const monotone = directionsOf(schema);
  switch (settings.algorithm) {
    case 'logistic-regression':
      return logisticRegression({ ...settings, monotone });
    case 'random-forest':
      return randomForest({ ...settings, monotone });
    case 'gradient-boosting':
      return gradientBoosting({ ...settings, monotone });
  }
}

/** By position in the feature table: 1 for the schema's increasing columns, −1 for its decreasing ones. */
function directionsOf({ columns }: SchemaDocument): ReadonlyMap<number, 1 | -1> {
  return new Map(
    columns.flatMap((column, index) =>
      column.type === 'numeric' && column.monotone !== undefined
        ? [[index, column.monotone === 'increasing' ? 1 : -1] as const]
        : [],
    ),
  );
}
