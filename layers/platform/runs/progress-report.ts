import type { Stage } from '#core/lake/run-status.ts';
import { logger } from '../telemetry/logger.ts';
import type { RunLedger } from './run-ledger.ts';

/** No more often than this is anything said. */
const INTERVAL_MS = 1000;

export interface ProgressOptions {
  readonly ledger: Pick<RunLedger, 'report'>;
  readonly runId: string;
  readonly stage: Stage;
  /** Where it is known beforehand. */
  readonly rowsTotal?: number;
  /** Where the stage's other parts are worked on at once: the part that this one is of. */
  readonly part?: number;
  /** @default Date.now */
  readonly nowMs?: () => number;
}

/**
 * Tells while a stage is at work how many rows it has done: in the run's state, in the log, and as the metric RowsDone.
 * A stage that is done within a second says nothing; one part of a stage says at its end what it has done, since the
 * other parts may take longer.
 */
export class ProgressReport {
  readonly #options: ProgressOptions;
  readonly #nowMs: () => number;
  #lastMs: number;
  #rows: { readonly done: number; readonly total: number | undefined } | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
    this.#lastMs = this.#nowMs();
  }

  /** @param rowsTotal Where it is known only now. */
  rowsDone(rowsDone: number, rowsTotal = this.#options.rowsTotal): void {
    this.#rows = { done: rowsDone, total: rowsTotal };
    const nowMs = this.#nowMs();
    if (this.#writing !== undefined || nowMs - this.#lastMs < INTERVAL_MS) return;
    this.#tell(rowsDone, rowsTotal, nowMs);
  }

  /** Resolves once all is written. */
  async end(): Promise<void> {
    await this.#writing;
    if (this.#options.part === undefined || this.#rows === undefined) return;
    this.#tell(this.#rows.done, this.#rows.total, this.#nowMs());
    await this.#writing;
  }

  #tell(rowsDone: number, rowsTotal: number | undefined, nowMs: number): void {
    this.#lastMs = nowMs;
    const { ledger, runId, stage, part } = this.#options;
    const progress = {
      ...{ stage, rowsDone },
      ...(rowsTotal === undefined ? {} : { rowsTotal }),
      ...(part === undefined ? {} : { part }),
    };
    logger.info('progress', { ...metricOf(stage, rowsDone, nowMs), rowsTotal, part });
    this.#writing = ledger.report(runId, progress).finally(() => {
      this.#writing = undefined;
    });
  }
}

/** A log line of CloudWatch's embedded metric format is a metric as well. */
function metricOf(stage: Stage, rowsDone: number, nowMs: number) {
  const metrics = [{ Name: 'RowsDone', Unit: 'Count' }];
  return {
    stage,
    RowsDone: rowsDone,
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [{ Namespace: 'ChurnRevenue', Dimensions: [['stage']], Metrics: metrics }],
    },
  };
}
