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

/**
 * The single changes that would lower a customer's probability most: for each actionable column its best other value,
 * the best columns first, at most MAX_CHANGES. All of them are asked of the model in one batch, which computes its
 * derived features anew. What the model has learnt is who stays, not what makes them: a change is a thing to try.
 * @param customer One row, by the schema's columns.
 */
export async function bestChanges(
  customer: ModelInput,
  alternatives: readonly Alternative[],
  labels: ColumnLabels,
  predict: Predict,
): Promise<Change[]> {
  const tried = alternatives.filter((alternative) => isOpenTo(customer, alternative));
  if (tried.length === 0) return [];
  const answers = await predict(changedCustomers(customer, tried));
  const now = answers[0]!;
  const changes = tried
    .map((alternative, index) => ({ alternative, probability: answers[index + 1]! }))
    .filter(({ probability }) => now - probability >= SMALLEST_FALL)
    .sort((a, b) => a.probability - b.probability);
  const best = changes.filter(
    (change, index) =>
      changes.findIndex(({ alternative }) => alternative.column === change.alternative.column) === index,
  );
  return best.slice(0, MAX_CHANGES).map(({ alternative: { column, value }, probability }) => {
    const label = labels.get(column) ?? column;
    const points = 100 * (probability - now);
    const sentence = `${label} changed to ${value}: ${pointsText(points)}`;
    return { feature: column, label, value, churnProbability: probability, points, sentence };
  });
}

/** Whether the value is another one, and the customer has none that it never goes with. */
function isOpenTo({ columns }: ModelInput, { column, value, neverWith }: Alternative): boolean {
  if (columns[column]?.[0] === value) return false;
  return neverWith.every(({ column: other, values }) => !values.includes(String(columns[other]?.[0])));
}

/** The customer as they are, then once more for each alternative with that value. */
function changedCustomers({ columns }: ModelInput, tried: readonly Alternative[]): ModelInput {
  const rowCount = tried.length + 1;
  const changed = Object.entries(columns).map(([name, values]) => {
    const valueIn = (row: number) => {
      const alternative = tried[row - 1];
      return alternative?.column === name ? alternative.value : values[0]!;
    };
    const rows = Array.from({ length: rowCount }, (_, row) => valueIn(row));
    return [
      name,
      values instanceof Float32Array ? Float32Array.from(rows, Number) : rows.map(String),
    ] as const;
  });
  return { rowCount, columns: Object.fromEntries(changed) };
}
