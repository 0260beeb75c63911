import type { Machine } from '../machine.ts';
import type { BatchReport } from './batch/measure-batch.ts';
import type { CostEstimate } from './cost.ts';
import type { PRICES } from './prices.ts';
import type { MeasuredRun } from './stack/measured-run.ts';
import type { WritingReport } from './writing/measure-writing.ts';

/** A run and what it would cost on AWS. */
export interface PricedRun extends MeasuredRun {
  readonly cost: CostEstimate;
}

/** All that `bench pipeline` measures. */
export interface PipelineReport {
  readonly bench: 'pipeline';
  readonly machine: Machine;
  /** As `machine.loadBefore`, at the end. */
  readonly loadAfter: number;
  readonly rows: number;
  readonly seed: number;
  /** Of the raw file. */
  readonly rawBytes: number;
  /** From `npm start` to a stack that is ready, in seconds. */
  readonly startSeconds: number;
  /** The file with its labels; null with --no-training. */
  readonly withTraining: PricedRun | null;
  /** The same rows with every label blank, scored by the standing champion. */
  readonly withoutTraining: PricedRun;
  readonly writing: WritingReport;
  readonly batch: BatchReport;
  readonly prices: { readonly region: string; readonly asOf: string; readonly table: typeof PRICES };
}
