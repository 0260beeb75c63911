import type { Machine } from '../machine.ts';
import type { ColdStart } from './handler/cold-start.ts';
import type { HandlerSpeed } from './handler/handler-speed.ts';
import type { LoadResult } from './load/http-load.ts';

/** All that `bench predict` measures. */
export interface PredictReport {
  readonly bench: 'predict';
  readonly machine: Machine;
  /** As `machine.loadBefore`, at the end. */
  readonly loadAfter: number;
  readonly rows: number;
  readonly seed: number;
  readonly load: LoadReport;
  /** The champion's first, then each learner's. */
  readonly handler: readonly ModelSpeed[];
  readonly coldStart: ColdStart & { readonly bundleBytes: number; readonly layerBytes: number };
}

/** Single customers through the local API, and the same bodies through a bare echo. */
export interface LoadReport {
  readonly connections: number;
  readonly seconds: number;
  /** What the deployed stage lets through a second; raised for the load at full speed. */
  readonly deployedLimitPerSecond: number;
  readonly atFixedRate: LoadResult;
  readonly atFullSpeed: LoadResult;
  readonly echo: LoadResult;
}

/** One model in the handler. */
export interface ModelSpeed extends HandlerSpeed {
  readonly model: string;
  /** 0 for a model without any. */
  readonly trees: number;
  /** Of these, the contributions alone: exact Shapley values of one customer, and of a thousand. Medians. */
  readonly reasonsMs: { readonly one: number; readonly thousand: number };
}
