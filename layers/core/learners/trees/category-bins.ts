import type { CategoryColumn } from '../../table/feature-table.ts';
import { categoryLevels } from '../category-levels.ts';
import type { BinnedFeature } from './binned-feature.ts';

/**
 * A category column as ranks: its levels ordered by their rate of leaving in the training rows, so that one threshold
 * parts them as well as any split of a two-class node could; undefined for a column of one level.
 * Source: Breiman et al., "Classification and Regression Trees" (1984), section 4.2.
 * An unseen value takes the rank of the rare values, or else of the level whose rate is nearest to that of all rows.
 */
export function binCategory(
  column: CategoryColumn,
  index: number,
  rows: Uint32Array,
  label: Uint8Array,
): BinnedFeature | undefined {
  const levels = categoryLevels(column, rows);
  const { levelCount, levelOfCode } = levels;
  if (levelCount < 2) return undefined;
  const rates = ratesOfLeaving(levelCount, (row) => levelOfCode[column.codes[row]!]!, rows, label);
  const order = [...rates.byLevel.keys()].sort((a, b) => rates.byLevel[a]! - rates.byLevel[b]! || a - b);
  const rankOfLevel = new Uint8Array(levelCount);
  for (const [rank, level] of order.entries()) rankOfLevel[level] = rank;

  const bins = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) bins[i] = rankOfLevel[levelOfCode[column.codes[rows[i]!]!]!]!;
  const unseenLevel = levels.hasOther ? levels.values.length : nearest(rates.byLevel, rates.overall);
  return {
    feature: {
      kind: 'category',
      column: index,
      byValue: new Map(levels.values.map((value, level) => [value, rankOfLevel[level]!])),
      unseen: rankOfLevel[unseenLevel]!,
    },
    bins,
    thresholds: Float32Array.from({ length: levelCount - 1 }, (_, rank) => rank + 0.5),
  };
}

function ratesOfLeaving(
  levelCount: number,
  levelOf: (row: number) => number,
  rows: Uint32Array,
  label: Uint8Array,
): { byLevel: Float64Array; overall: number } {
  const counts = new Uint32Array(levelCount);
  const left = new Uint32Array(levelCount);
  let leftInAll = 0;
  for (const row of rows) {
    counts[levelOf(row)]!++;
    left[levelOf(row)]! += label[row]!;
    leftInAll += label[row]!;
  }
  const byLevel = Float64Array.from(counts, (count, level) => left[level]! / count);
  return { byLevel, overall: leftInAll / rows.length };
}

function nearest(values: Float64Array, target: number): number {
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (Math.abs(value - target) < Math.abs(values[best]! - target)) best = index;
  }
  return best;
}
