import type { Prediction } from '../api/contract.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { Reason } from './reasons.ts';

/** Below this many points, up or down, a reason is said to move the answer by less than that. */
const FEWEST_POINTS = 0.1;

/** By column of the schema, its name for people. */
export type ColumnLabels = ReadonlyMap<string, string>;

/** The schema's labels; a column without one is called by its name. */
export function columnLabels({ columns }: SchemaDocument): ColumnLabels {
  return new Map(columns.map(({ name, label }) => [name, label ?? name]));
}

/** A reason with a sentence, which is plain text: whatever shows it must not read it as markup. */
export function inWords(reason: Reason, labels: ColumnLabels): Prediction['reasons'][number] {
  const { feature, value, contribution, points } = reason;
  const label = labels.get(feature) ?? feature;
  const sentence = `${factOf(label, value)}: ${pointsText(points)}`;
  return { feature, value, contribution, points, label, sentence };
}

/** `Contract is Month-to-month`; `Total charges is not known`. */
export function factOf(label: string, value: Reason['value']): string {
  return `${label} is ${value ?? 'not known'}`;
}

/** `+14 points`, `−0.4 points`, `+1 point`; from 1 on in whole points. */
export function pointsText(points: number): string {
  const sign = points < 0 ? '−' : '+';
  const size = Math.abs(points);
  if (size < FEWEST_POINTS) return `${sign}less than ${FEWEST_POINTS} points`;
  const rounded = size < 1 ? Math.round(size * 10) / 10 : Math.round(size);
  return `${sign}${rounded} ${rounded === 1 ? 'point' : 'points'}`;
}
