import type { LogisticModel } from '../../learners/logistic/logistic-model.ts';
import type { Background } from '../background.ts';
import type { AdditiveModel, ColumnPart } from '../explainer-document.ts';
import { centredModel } from './centred-parts.ts';

/** A logistic regression as a sum of one part a column. */
export function linearModel(model: LogisticModel, background: Background): AdditiveModel {
  const numerics = model.numerics.map(
    ({ column, lower, upper, center, weight, missing }): ColumnPart => ({
      kind: 'linear',
      column,
      lower,
      upper,
      weight,
      offset: -weight * center,
      missing,
    }),
  );
  const categories = model.categories.map(
    ({ column, byValue, unseen }): ColumnPart => ({
      kind: 'category',
      column,
      values: [...byValue.keys()],
      numbers: [...byValue.values()],
      unseen,
    }),
  );
  return centredModel(model.intercept, [...numerics, ...categories], background);
}
