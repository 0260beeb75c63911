import { ChurnError } from '../../errors.ts';
import type { FeatureTable } from '../../table/feature-table.ts';
import type { Learner } from '../learner.ts';
import { seededRandom, seedOfPart } from '../seeded-random.ts';
import { ALONE, partOf, type Team } from '../team.ts';
import { type BinnedFeature, binColumns } from '../trees/binned-feature.ts';
import { BootstrapSampler, expectedDistinctRows } from './bootstrap-sampler.ts';
import type { ForestModel } from './forest-model.ts';
import { joinTrees } from './join-trees.ts';
import { codeRows } from './row-block.ts';
import { TreeBuilder } from './tree-builder.ts';
import { TreeGrower } from './tree-grower.ts';

export interface ForestSettings {
  /** @default 200 */
  readonly trees?: number;
  /**
   * Fewest rows in a leaf; at least 1. It is held to on average: a leaf needs as many draws as so many different rows
   * get, 1.58 a row where as many are drawn as there are. @default 20
   */
  readonly minLeafRows?: number;
  /**
   * Most rows drawn for one tree; it bounds the time of a fit and the size of the model. Infinity draws as many as there
   * are. @default 32768
   */
  readonly maxRowsPerTree?: number;
  /**
   * By position of a numeric column in the table: 1 where a higher value may only raise the probability, −1 where it may
   * only lower it. A missing value counts as it is filled, or as the lowest. @default none
   */
  readonly monotone?: ReadonlyMap<number, 1 | -1>;
}

/**
 * A random forest that averages the probabilities of trees grown on bootstrap samples, √columns tried at each node.
 * Source: Breiman, "Random Forests" (2001); the splits are searched in histograms of at most 255 bins.
 * @throws ChurnError `LEARNER_SETTING_INVALID`
 */
export function randomForest(settings: ForestSettings = {}): Learner {
  const parameters = {
    trees: settings.trees ?? 200,
    minLeafRows: settings.minLeafRows ?? 20,
    maxRowsPerTree: settings.maxRowsPerTree ?? 32_768,
  };
  requireValid(parameters);
  const all = { ...parameters, monotone: settings.monotone ?? new Map() };
  return {
    name: 'random-forest',
    algorithm: 'random-forest',
    // JSON has no Infinity.
    parameters: {
      ...parameters,
      maxRowsPerTree: Number.isFinite(parameters.maxRowsPerTree) ? parameters.maxRowsPerTree : 'all',
    },
    fit: (table, rows, seed, team = ALONE) => fitForest(table, rows, seed, all, team),
  };
}

function fitForest(
  table: FeatureTable,
  rows: Uint32Array,
  seed: number,
  settings: Required<ForestSettings>,
  team: Team,
): ForestModel {
  const columns = binColumns(table, rows, settings.minLeafRows, { team });
  const labels = labelsOf(table, rows);
  const coded = codeRows(columns, labels, team);
  const draws = Math.min(rows.length, settings.maxRowsPerTree);
  const sampler = new BootstrapSampler(coded);
  const grower = new TreeGrower(
    {
      thresholds: columns.map(({ thresholds }) => thresholds),
      directions: directionsOf(columns, settings.monotone),
      baseRate: meanOf(labels),
    },
    draws,
    coded.wordsPerRow,
    {
      featuresPerSplit: Math.max(1, Math.floor(Math.sqrt(columns.length))),
      minLeafDraws: (settings.minLeafRows * draws) / expectedDistinctRows(rows.length, draws),
    },
  );
  const builder = new TreeBuilder();
  const { start, end } = partOf(team, settings.trees);
  for (let tree = start; tree < end; tree++) {
    const random = seededRandom(seedOfPart(seed, tree));
    const total = sampler.fill(grower.sample, draws, random.nextUint32());
    grower.grow(total, random, builder);
  }
  const features = columns.map(({ feature }) => feature);
  return { kind: 'random-forest', features, trees: joinTrees(team.gather(builder.trees())) };
}

function labelsOf({ label }: FeatureTable, rows: Uint32Array): Uint8Array {
  const labels = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) labels[i] = label[rows[i]!]!;
  return labels;
}

function meanOf(labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += labels[i]!;
  return sum / labels.length;
}

function directionsOf(columns: readonly BinnedFeature[], monotone: ReadonlyMap<number, 1 | -1>): Int8Array {
  return Int8Array.from(columns, ({ feature: { kind, column } }) =>
    kind === 'numeric' ? (monotone.get(column) ?? 0) : 0,
  );
}

function requireValid({
  trees,
  minLeafRows,
  maxRowsPerTree,
}: Required<Omit<ForestSettings, 'monotone'>>): void {
  const allowed: Record<string, boolean> = {
    trees: Number.isInteger(trees) && trees >= 1,
    minLeafRows: Number.isFinite(minLeafRows) && minLeafRows >= 1,
    maxRowsPerTree: (Number.isInteger(maxRowsPerTree) || maxRowsPerTree === Infinity) && maxRowsPerTree >= 1,
  };
  const wrong = Object.keys(allowed).filter((name) => !allowed[name]);
  if (wrong.length === 0) return;
  throw new ChurnError(
    'LEARNER_SETTING_INVALID',
    `A random forest cannot take the given ${wrong.join(', ')}.`,
  );
}
