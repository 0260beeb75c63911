import type { Prediction } from '../api/contract.ts';
import type { ModelInput } from '../onnx/model-input.ts';
import type { Alternative } from './explainer-document.ts';
import { type ColumnLabels, pointsText } from './words.ts';

/** A value that a column could be changed to, and the model's answer if only that were changed. */
export type Change = NonNullable<Prediction['changes']>[number];

/** Probability of leaving of every row of a batch, in order. */
export type Predict = (batch: ModelInput) => Promise<ArrayLike<number>>;

export const MAX_CHANGES = 3;

/** A smaller fall in probability is not worth a recommendation. */
const SMALLEST_FALL = 0.005;

/** A customer's probability, and what would lower it most. */
export interface AnswerWithChanges {
  readonly churnProbability: number;
  /** The best ones first, at most MAX_CHANGES. */
  readonly changes: Change[];
}

/**
 * A customer's probability, and the single changes that would lower it most: for each actionable column its best other
 * value, the best columns first. All of it is asked of the model in one batch, which computes its derived features anew.
 * What the model has learnt is who stays, not what makes them: a change is a thing to try.
 * @param customer One row, by the schema's columns.
 */
export async function answerWithChanges(
  customer: ModelInput,
  alternatives: readonly Alternative[],
  labels: ColumnLabels,
  predict: Predict,
): Promise<AnswerWithChanges> {
  const tried = alternatives.filter((alternative) => isOpenTo(customer, alternative));
  const answers = await predict(changedCustomers(customer, tried));
  const churnProbability = answers[0]!;
  const better = tried
    .map((alternative, index) => ({ alternative, probability: answers[index + 1]! }))
    .filter(({ probability }) => churnProbability - probability >= SMALLEST_FALL)
    .sort((a, b) => a.probability - b.probability);
  const best = better.filter(
    (change, index) =>
      better.findIndex(({ alternative }) => alternative.column === change.alternative.column) === index,
  );
  const changes = best.slice(0, MAX_CHANGES).map(({ alternative: { column, value }, probability }) => {
    const label = labels.get(column) ?? column;
    const points = 100 * (probability - churnProbability);
    const sentence = `${label} changed to ${value}: ${pointsText(points)}`;
    return { feature: column, label, value, churnProbability: probability, points, sentence };
  });
  return { churnProbability, changes };
}

/** Whether the value is another one, and the customer has none that it never goes with. */
function isOpenTo({ columns }: ModelInput, { column, value, neverWith }: Alternative): boolean {
  if (columns[column]?.[0] === value) return false;
  return neverWith.every(({ column: other, values }) => !values.includes(String(columns[other]?.[0])));
}

/** The customer as they are, then once more for each alternative with that value. */
function changedCustomers({ columns }: ModelInput, tried: readonly Alternative[]): ModelInput {
  const rowCount = tried.length + 1;
  const changed: Record<string, Float32Array | string[]> = Object.create(null);
  for (const [name, values] of Object.entries(columns)) {
    changed[name] =
      values instanceof Float32Array
        ? new Float32Array(rowCount).fill(values[0]!)
        : new Array<string>(rowCount).fill(values[0]!);
  }
  for (const [index, { column, value }] of tried.entries()) {
    const rows = changed[column];
    if (rows instanceof Float32Array) rows[index + 1] = Number(value);
    else if (rows !== undefined) rows[index + 1] = String(value);
  }
  return { rowCount, columns: changed };
}
