import type { CategoryColumn } from '../../table/feature-table.ts';
import { categoryLevels, type LabelledRows, MAX_LEVELS, type NamedLevels } from '../category-levels.ts';
import type { CategoryMap } from '../category-map.ts';
import type { RateLevels } from '../rate-levels.ts';
import type { BinnedFeature } from './binned-feature.ts';

/** The labelled rows that categories are ranked by. */
export interface RankingRows extends LabelledRows {
  /** Rows at the base rate that are added to each level before its rate is taken; 0 takes the rate as it is. */
  readonly smoothingRows: number;
}

/** As many as a numeric column has bins. */
const LIMITS = { maxNamed: MAX_LEVELS, maxByRate: 128 };

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
  const levels = categoryLevels(column, ranking, LIMITS);
  if (levels.levelCount < 2) return undefined;
  const ranks = levels.kind === 'rates' ? asTheyAre(levels, bins) : byRate(column, levels, ranking, bins);
  return {
    feature: { kind: 'category', column: index, ...ranks },
    bins,
    thresholds: Float32Array.from({ length: levels.levelCount - 1 }, (_, rank) => rank + 0.5),
  };
}

function asTheyAre({ levelOfRow, levelOfValue, unseenLevel }: RateLevels, bins: Uint8Array): CategoryMap {
  bins.set(levelOfRow);
  return { byValue: levelOfValue, unseen: unseenLevel };
}

function byRate(
  column: CategoryColumn,
  { levelCount, levelOfCode, levelOfValue }: NamedLevels,
  ranking: RankingRows,
  bins: Uint8Array,
): CategoryMap {
  const rates = ratesOfLeaving(column, levelOfCode, levelCount, ranking);
  const order = [...rates.byLevel.keys()].sort((a, b) => rates.byLevel[a]! - rates.byLevel[b]! || a - b);
  const rankOfLevel = new Uint8Array(levelCount);
  for (const [rank, level] of order.entries()) rankOfLevel[level] = rank;
  const rankOfCode = Uint8Array.from(levelOfCode, (level) => rankOfLevel[level] ?? 0);
  for (let i = 0; i < bins.length; i++) bins[i] = rankOfCode[column.codes[ranking.rows[i]!]!]!;
  return {
    byValue: new Map([...levelOfValue].map(([value, level]) => [value, rankOfLevel[level]!])),
    unseen: rankOfLevel[nearest(rates.byLevel, rates.overall)]!,
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
