import { logOddsOf } from '../log-odds.ts';
import { type SeededRandom, seededRandom, shuffle } from '../seeded-random.ts';
import { GradientPacker } from './packed-gradients.ts';
import type { TrainingMatrix } from './training-matrix.ts';
import { type BoostedTree, TreeGrower, type TreeSettings } from './tree-grower.ts';

export interface BoosterSettings extends TreeSettings {
  /** Chance of each row to be drawn for a tree; within (0, 1]. */
  readonly subsample: number;
  /** Share of the columns drawn for each tree, at least one; within (0, 1]. */
  readonly columnSample: number;
}

/** Adds trees one at a time, each a Newton step of the log-loss from where the ones before have led. */
export class Booster {
  /** Log-odds of leaving over all rows, where the trees begin. */
  readonly base: number;
  /** Log-odds of each training row so far. */
  readonly logOdds: Float64Array;
  readonly #settings: BoosterSettings;
  readonly #random: SeededRandom;
  readonly #packer: GradientPacker;
  readonly #grower: TreeGrower;
  readonly #drawn: Uint8Array;
  readonly #columns: Uint32Array;

  constructor(matrix: TrainingMatrix, settings: BoosterSettings, seed: number) {
    const { labels, features } = matrix;
    this.base = logOddsOf(labels.reduce((sum, label) => sum + label, 0) / labels.length);
    this.logOdds = new Float64Array(labels.length).fill(this.base);
    this.#settings = settings;
    this.#random = seededRandom(seed);
    this.#packer = new GradientPacker(labels);
    this.#grower = new TreeGrower(matrix, settings);
    this.#drawn = new Uint8Array(labels.length);
    this.#columns = Uint32Array.from(features.keys());
  }

  /** The next tree, already counted in `logOdds`; undefined where no split of the drawn rows and columns helps. */
  nextTree(): BoostedTree | undefined {
    const gradients = this.#packer.pack(this.logOdds, this.#drawRows());
    return this.#grower.grow({ gradients, features: this.#drawColumns(), logOdds: this.logOdds });
  }

  #drawRows(): Uint8Array | undefined {
    if (this.#settings.subsample === 1) return undefined;
    const bound = this.#settings.subsample * 2 ** 32;
    const drawn = this.#drawn;
    for (let i = 0; i < drawn.length; i++) drawn[i] = this.#random.nextUint32() < bound ? 1 : 0;
    return drawn;
  }

  #drawColumns(): Uint16Array {
    const columns = this.#columns;
    if (this.#settings.columnSample === 1) return Uint16Array.from(columns);
    shuffle(columns, this.#random);
    const count = Math.max(1, Math.round(this.#settings.columnSample * columns.length));
    return Uint16Array.from(columns.subarray(0, count)).sort();
  }
}
