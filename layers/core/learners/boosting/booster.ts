import { logOddsOf } from '../log-odds.ts';
import { type SeededRandom, seededRandom, seedOfPart, shuffle } from '../seeded-random.ts';
import type { Team } from '../team.ts';
import { GrowingRows } from './growing-rows.ts';
import type { CodeHistogram } from './node-histograms.ts';
import { fits, type GradientUnits, unitsFor } from './packed-gradients.ts';
import type { SearchedColumns } from './split-search.ts';
import type { TrainingMatrix } from './training-matrix.ts';
import { type BoostedTree, TreeGrower, type TreeSettings } from './tree-grower.ts';

export interface BoosterSettings extends TreeSettings {
  /** Chance of each row to be drawn for a tree; within (0, 1]. */
  readonly subsample: number;
  /** Share of the columns drawn for each tree, at least one; within (0, 1]. */
  readonly columnSample: number;
  /** By position of a numeric column in the table: 1 or −1, the only way in which it may move the log-odds. */
  readonly monotone: ReadonlyMap<number, 1 | -1>;
}

/** Adds trees one at a time, each a Newton step of the log-loss from where the ones before have led. */
export class Booster {
  /** Log-odds of leaving over all rows, where the trees begin. */
  readonly base: number;
  readonly #settings: BoosterSettings;
  readonly #seed: number;
  readonly #random: SeededRandom;
  readonly #rowCount: number;
  readonly #rows: GrowingRows;
  readonly #grower: TreeGrower;
  readonly #columns: SearchedColumns;
  readonly #order: Uint32Array;
  #units: GradientUnits;
  #round = 0;

  /** @param rowCount Of all training rows, those of the other members included. */
  constructor(matrix: TrainingMatrix, rowCount: number, settings: BoosterSettings, seed: number, team: Team) {
    const { baseRate, features, thresholds } = matrix;
    this.base = logOddsOf(baseRate);
    this.#settings = settings;
    this.#seed = seed;
    this.#random = seededRandom(seed);
    this.#rowCount = rowCount;
    this.#rows = new GrowingRows(matrix, this.base);
    this.#grower = new TreeGrower(matrix, settings, team);
    this.#columns = {
      features: Uint16Array.from(features.keys()),
      binCounts: Uint16Array.from(thresholds, (cuts) => cuts.length + 1),
      directions: Int8Array.from(features, ({ kind, column }) =>
        kind === 'numeric' ? (settings.monotone.get(column) ?? 0) : 0,
      ),
    };
    this.#order = Uint32Array.from(features.keys());
    const varianceSum = rowCount * baseRate * (1 - baseRate);
    this.#units = unitsFor({ magnitude: 2 * varianceSum, hessian: varianceSum }, rowCount);
  }

  /** The next tree; undefined where no split of the drawn rows and columns helps. */
  nextTree(): BoostedTree | undefined {
    if (this.#order.length === 0) return undefined;
    this.#rows.draw(seedOfPart(this.#seed, this.#round++), this.#settings.subsample);
    const root = this.#countRoot();
    return this.#grower.grow(root, this.#rows, this.#drawColumns(), this.#units);
  }

  /** Counts in the present units and again in better ones where the sums have outgrown them or become much smaller. */
  #countRoot(): CodeHistogram {
    const units = this.#units;
    const { root, sums } = this.#grower.countRoot(this.#rows, this.#rows.pack(units));
    const inOnes = { magnitude: sums.magnitude / units.scale, hessian: sums.hessian / units.scale };
    const better = unitsFor(inOnes, this.#rowCount);
    if (fits(sums, units) && better.scale < 4 * units.scale) return root;
    this.#units = better;
    this.#grower.giveBack(root);
    return this.#grower.countRoot(this.#rows, this.#rows.pack(better)).root;
  }

  #drawColumns(): SearchedColumns {
    if (this.#settings.columnSample === 1) return this.#columns;
    const order = this.#order;
    shuffle(order, this.#random);
    const count = Math.max(1, Math.round(this.#settings.columnSample * order.length));
    return { ...this.#columns, features: Uint16Array.from(order.subarray(0, count)).sort() };
  }
}
