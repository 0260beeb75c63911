import type { CategoryColumn } from '../../table/feature-table.ts';
import { categoryLevels } from '../category-levels.ts';
import type { BinnedFeature } from './binned-feature.ts';

/** The labelled rows that categories are ranked by. */
export interface RankingRows {
  readonly rows: Uint32Array;
  readonly label: Uint8Array;
  /** Rows at the base rate that are added to each level before its rate is taken; 0 takes the rate as it is. */
  readonly smoothingRows: number;
}

/**
 * A category column as ranks: its levels ordered by their rate of leaving in the training rows, so that one threshold
 * parts them as well as any split of a two-class node could; undefined for a column of one level. With smoothing a
 * level of few rows stands in the middle and not at an end by chance.
 * An unseen value takes the rank of the rare values, or else of the level whose rate is nearest to that of all rows.
 * Sources: Breiman et al., "Classification and Regression Trees" (1984), section 4.2; Micci-Barreca, "A preprocessing
 * scheme for high-cardinality categorical attributes" (2001).
 * @param bins Filled with the rank of each of the rows.
 */
export function binCategory(
  column: CategoryColumn,
  index: number,
  ranking: RankingRows,
  bins: Uint8Array,
): BinnedFeature | undefined {
  const { codes } = column;
  const { rows } = ranking;
  const levels = categoryLevels(column, rows);
  const { levelCount, levelOfCode } = levels;
  if (levelCount < 2) return undefined;
  const rates = ratesOfLeaving(column, levelOfCode, levelCount, ranking);
  const order = [...rates.byLevel.keys()].sort((a, b) => rates.byLevel[a]! - rates.byLevel[b]! || a - b);
  const rankOfLevel = new Uint8Array(levelCount);
  for (const [rank, level] of order.entries()) rankOfLevel[level] = rank;

  const rankOfCode = Uint8Array.from(levelOfCode, (level) => rankOfLevel[level] ?? 0);
  for (let i = 0; i < bins.length; i++) bins[i] = rankOfCode[codes[rows[i]!]!]!;
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
  { codes }: CategoryColumn,
  levelOfCode: Uint8Array,
  levelCount: number,
  { rows, label, smoothingRows }: RankingRows,
): { byLevel: Float64Array; overall: number } {
  const counts = new Uint32Array(levelOfCode.length);
  const left = new Uint32Array(levelOfCode.length);
  let leftInAll = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = codes[row]!;
    counts[code]!++;
    left[code]! += label[row]!;
    leftInAll += label[row]!;
  }
  const overall = leftInAll / rows.length;
  const weights = new Float64Array(levelCount).fill(smoothingRows);
  const sums = new Float64Array(levelCount).fill(smoothingRows * overall);
  for (const [code, count] of counts.entries()) {
    if (count === 0) continue;
    weights[levelOfCode[code]!]! += count;
    sums[levelOfCode[code]!]! += left[code]!;
  }
  return { byLevel: sums.map((sum, level) => sum / weights[level]!), overall };
}

function nearest(values: Float64Array, target: number): number {
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (Math.abs(value - target) < Math.abs(values[best]! - target)) best = index;
  }
  return best;
}
