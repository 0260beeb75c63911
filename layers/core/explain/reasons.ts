import type { Prediction } from '../api/contract.ts';
import { formatFloat32 } from '../features/float32-text.ts';
import type { FeatureColumn, FeatureTable } from '../table/feature-table.ts';
import type { Explanations } from './explainer.ts';
import { strongestColumns } from './strongest-columns.ts';

/** A column that moved an answer, its value, and by how much: see predictionSchema. */
export interface Reason {
  readonly feature: string;
  readonly value: Prediction['reasons'][number]['value'];
  readonly contribution: number;
  readonly points: number;
}

/** What the columns not named in the reasons moved the answer by, together. */
export type Remainder = NonNullable<Prediction['otherColumns']>;

/** A text longer than this is cut. */
const MAX_CHARACTERS = 80;

/**
 * The columns that moved an explained customer's answer most, at most REASONS_A_SIDE in each direction, the strongest
 * first. Points are points of probability, a hundredth each: the base's, those of all columns and nothing else add up to
 * the answer.
 * @param table The table whose row was explained at `index`. @param row That row.
 */
export function reasonsAt(
  explanations: Explanations,
  index: number,
  table: FeatureTable,
  row: number,
): readonly Reason[] {
  const { columnCount, contributions, probabilityFactors } = explanations;
  const first = index * columnCount;
  const pointsOfOne = 100 * probabilityFactors[index]!;
  return strongestColumns(contributions.subarray(first, first + columnCount)).map((column) => {
    const contribution = contributions[first + column]!;
    const cells = table.columns[column]!;
    return {
      feature: cells.name,
      value: valueAt(cells, row),
      contribution,
      points: contribution * pointsOfOne,
    };
  });
}

/** What is left to the sum over all columns of an explained customer. */
export function remainderAt(
  { columnCount, contributions, probabilityFactors }: Explanations,
  index: number,
  reasons: readonly Reason[],
): Remainder {
  const all = contributions.subarray(index * columnCount, (index + 1) * columnCount);
  const named = reasons.reduce((sum, reason) => sum + reason.contribution, 0);
  const contribution = all.reduce((sum, each) => sum + each, 0) - named;
  return { contribution, points: 100 * contribution * probabilityFactors[index]! };
}

/** Missing (NaN or '') is null; a number is the shortest decimal of its float32. */
function valueAt(cells: FeatureColumn, row: number): Reason['value'] {
  if (cells.kind === 'numeric') {
    const value = cells.values[row]!;
    return Number.isNaN(value) ? null : Number(formatFloat32(value));
  }
  const text = cells.dictionary[cells.codes[row]!]!;
  return text === '' ? null : shortened(text);
}

function shortened(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const characters = Array.from(text);
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}
