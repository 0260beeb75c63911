import type { FeatureTable } from '../../table/feature-table.ts';
import type { Learner } from '../learner.ts';
import { seededRandom, seedOfPart } from '../seeded-random.ts';
import { binColumns } from '../trees/binned-feature.ts';
import type { ForestModel } from './forest-model.ts';
import { TreeBuilder } from './tree-builder.ts';
import { bootstrapSample, TreeGrower } from './tree-grower.ts';

export interface ForestSettings {
  /** @default 200 */
  readonly trees?: number;
  /** Fewest rows in a leaf. @default 20 */
  readonly minLeafRows?: number;
  /** Most rows drawn for one tree; it bounds the time of a fit and the size of the model. @default 32768 */
  readonly maxRowsPerTree?: number;
}

/**
 * A random forest that averages the probabilities of trees grown on bootstrap samples, √columns tried at each node.
 * Source: Breiman, "Random Forests" (2001); the splits are searched in histograms of at most 255 bins.
 */
export function randomForest(settings: ForestSettings = {}): Learner {
  const parameters = {
    trees: settings.trees ?? 200,
    minLeafRows: settings.minLeafRows ?? 20,
    maxRowsPerTree: settings.maxRowsPerTree ?? 32_768,
  };
  return {
    name: 'random-forest',
    algorithm: 'random-forest',
    parameters,
    fit: (table, rows, seed) => fitForest(table, rows, seed, parameters),
  };
}

function fitForest(
  table: FeatureTable,
  rows: Uint32Array,
  seed: number,
  settings: Required<ForestSettings>,
): ForestModel {
  const features = binColumns(table, rows, settings.minLeafRows);
  const labels = Uint8Array.from(rows, (row) => table.label[row]!);
  const sampleSize = Math.min(rows.length, settings.maxRowsPerTree);
  const grower = new TreeGrower(features, labels, sampleSize, {
    featuresPerSplit: Math.max(1, Math.floor(Math.sqrt(features.length))),
    minLeafRows: settings.minLeafRows,
  });
  const builder = new TreeBuilder();
  for (let tree = 0; tree < settings.trees; tree++) {
    const random = seededRandom(seedOfPart(seed, tree));
    grower.grow(bootstrapSample(rows.length, sampleSize, random), random, builder);
  }
  return { kind: 'random-forest', features: features.map(({ feature }) => feature), trees: builder.trees() };
}
