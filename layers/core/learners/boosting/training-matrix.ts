import type { FeatureTable } from '../../table/feature-table.ts';
import { partOf, type Team } from '../team.ts';
import { binColumns } from '../trees/binned-feature.ts';
import { type BundlePlan, planBundles } from '../trees/column-bundles.ts';
import type { TreeFeature } from '../trees/tree-feature.ts';
import { type CodeWords, codeWords } from './code-words.ts';

/** The training rows in bins, at most one byte a value: what a member of the team needs of them. */
export interface TrainingMatrix {
  readonly features: readonly TreeFeature[];
  /** By feature: thresholds[b] parts the bins up to b from those above; one fewer than its bins. */
  readonly thresholds: readonly Float32Array[];
  readonly bundles: BundlePlan;
  /** The member's own rows. */
  readonly codes: CodeWords;
  /** 0 or 1 for each of the member's own rows. */
  readonly labels: Uint8Array;
  /** Of the member's first row among all training rows. */
  readonly firstRow: number;
  /** Share of all training rows that left. */
  readonly baseRate: number;
}

/** Missing numbers get a bin of their own where there are at least this many. */
const MIN_MISSING_ROWS = 20;
/** Rows at the base rate that are added to each category before its rate is taken. */
const SMOOTHING_ROWS = 20;

/** Bins the columns by the given rows alone; those that are constant there are left out. */
export function trainingMatrix(table: FeatureTable, rows: Uint32Array, team: Team): TrainingMatrix {
  const columns = binColumns(table, rows, MIN_MISSING_ROWS, { smoothingRows: SMOOTHING_ROWS, team });
  const bundles = planBundles(columns);
  const part = partOf(team, rows.length);
  const labels = labelsOf(table, rows);
  let left = 0;
  for (let i = 0; i < labels.length; i++) left += labels[i]!;
  return {
    features: columns.map(({ feature }) => feature),
    thresholds: columns.map(({ thresholds }) => thresholds),
    bundles,
    codes: codeWords(columns, bundles, part),
    labels: labels.subarray(part.start, part.end),
    firstRow: part.start,
    baseRate: left / rows.length,
  };
}

function labelsOf({ label }: FeatureTable, rows: Uint32Array): Uint8Array {
  const labels = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) labels[i] = label[rows[i]!]!;
  return labels;
}
