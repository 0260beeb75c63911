import type { LogisticModel } from '#core/learners/logistic/logistic-model.ts';
import type { CategoryColumn, FeatureTable } from '#core/table/feature-table.ts';

/** A model's numeric beside the column it is of. */
interface ReferenceNumeric {
  readonly values: Float32Array;
  readonly center: number;
  /** Standard deviation (÷ n) of what is present. */
  readonly scale: number;
  readonly hasMissing: boolean;
  readonly weight: number;
  readonly missing: number;
}

function referenceNumerics(model: LogisticModel, table: FeatureTable): ReferenceNumeric[] {
  return model.numerics.map(({ column, center, weight, missing }) => {
    const { values } = table.columns[column] as { values: Float32Array };
    const present = [...values].filter((value) => !Number.isNaN(value));
    const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
    const scale = Math.sqrt(present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length);
    return { values, center, scale, hasMissing: present.length < values.length, weight, missing };
  });
}

/**
 * The rows as the numbers that the coefficients multiply, written out one by one: 1, each numeric standardised, with a 1
 * after it where the column has missing values and this is one, and a 1 for the level that the row has.
 */
export function denseRows(model: LogisticModel, table: FeatureTable): number[][] {
  const numerics = referenceNumerics(model, table);
  return Array.from({ length: table.rowCount }, (_, row) => {
    const dense = [1];
    for (const { values, center, scale, hasMissing } of numerics) {
      const value = values[row]!;
      dense.push(Number.isNaN(value) ? 0 : (value - center) / scale);
      if (hasMissing) dense.push(Number.isNaN(value) ? 1 : 0);
    }
    for (const { column, byValue } of model.categories) {
      const { codes, dictionary } = table.columns[column] as CategoryColumn;
      for (const value of byValue.keys()) dense.push(dictionary[codes[row]!] === value ? 1 : 0);
    }
    return dense;
  });
}

/** The model's coefficients in the order of `denseRows`. */
export function coefficientsOf(model: LogisticModel, table: FeatureTable): number[] {
  return [
    model.intercept,
    ...referenceNumerics(model, table).flatMap(({ weight, scale, hasMissing, missing }) =>
      hasMissing ? [weight * scale, missing] : [weight * scale],
    ),
    ...model.categories.flatMap(({ byValue }) => [...byValue.values()]),
  ];
}

/** A longer step is shortened to this: far from the minimum a whole one may lead away from it. */
const MAX_STEP = 2;

/** Plain Newton with the whole Hessian, solved by Gauss's elimination, until nothing changes. */
export function referenceCoefficients(x: number[][], labels: ArrayLike<number>, penalty: number): number[] {
  const size = x[0]!.length;
  let beta = new Array<number>(size).fill(0);
  for (let step = 0; step < 100; step++) {
    const matrix = beta.map((_, i) => beta.map((_, j) => (i === j && i > 0 ? penalty : 0)));
    const gradient = beta.map((value, i) => (i > 0 ? penalty * value : 0));
    for (const [row, values] of x.entries()) {
      const p = 1 / (1 + Math.exp(-values.reduce((sum, value, k) => sum + value * beta[k]!, 0)));
      for (let i = 0; i < size; i++) {
        gradient[i]! += (p - labels[row]!) * values[i]!;
        for (let j = 0; j < size; j++) matrix[i]![j]! += p * (1 - p) * values[i]! * values[j]!;
      }
    }
    const step = eliminated(matrix, gradient);
    const longest = Math.max(...step.map(Math.abs));
    const share = Math.min(1, MAX_STEP / longest);
    beta = beta.map((value, k) => value - share * step[k]!);
    if (longest < 1e-12) break;
  }
  return beta;
}

function eliminated(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = row[i]! / pivot[i]!;
      for (let k = i; k < row.length; k++) row[k]! -= factor * pivot[k]!;
    }
  }
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i]!;
    for (let k = i + 1; k < rows.length; k++) row[rows.length]! -= row[k]! * rows[k]![rows.length]!;
    row[rows.length]! /= row[i]!;
  }
  return rows.map((row) => row[rows.length]!);
}
