import type { PeerPlan } from './fit-plans.ts';

/** A learner of ours and its peers on one table, measured by turns. */
export interface FitReport {
  readonly table: string;
  readonly trainRows: number;
  readonly testRows: number;
  readonly columns: number;
  /** ROC-AUC on the test rows of who knows how the labels were drawn; of made-up tables only. */
  readonly ceilingAuc?: number;
  readonly learner: string;
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
  /** By one thread, then by a team of threads where more than one is wanted. */
  readonly ours: readonly OurFit[];
  readonly peers: readonly PeerFitReport[];
}

/** From the feature table in memory to the fitted model: binning and encoding are inside. */
export interface OurFit {
  readonly threads: number;
  readonly fitMs: Runs;
  readonly rocAuc: number;
}

export interface PeerFitReport extends PeerPlan {
  readonly threads: number;
  /** On the matrix already encoded. */
  readonly fitMs: Runs;
  /** From the dictionary codes and numbers to that matrix. */
  readonly encodingMs: Runs;
  /** Both together. */
  readonly withEncodingMs: Runs;
  readonly encodedColumns: number;
  readonly rocAuc: number;
  /** The peer's time over ours, of the medians if not said otherwise, by the entries of `ours`: above 1 ours is faster. */
  readonly ratios: {
    readonly fitAlone: readonly number[];
    /** Of the fastest runs: what a busy machine disturbs least. */
    readonly fastest: readonly number[];
    readonly withEncoding: readonly number[];
  };
}

export interface Runs {
  readonly median: number;
  readonly fastest: number;
  readonly runs: readonly number[];
}
