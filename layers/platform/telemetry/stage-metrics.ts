import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { RunStatus, Stage } from '#core/lake/run-status.ts';
import { metrics } from './metrics.ts';

/** One piece of work of a stage. */
export interface StageWorkDone {
  readonly stage: Stage;
  readonly durationMs: number;
  readonly failed: boolean;
  /** The run as it stands behind the work, where the work moved it on. */
  readonly run?: RunStatus | undefined;
}

/**
 * How long a stage's work took and whether it failed; of cleaning also the rows kept and rejected, and of scoring, once
 * the run has ended, the rows scored.
 */
export function recordStage({ stage, durationMs, failed, run }: StageWorkDone): void {
  metrics
    .addDimension('stage', stage)
    .addMetric('StageDurationMs', MetricUnit.Milliseconds, Math.round(durationMs))
    .addMetric('StageFailures', MetricUnit.Count, failed ? 1 : 0);
  for (const [name, rows] of run === undefined ? [] : rowsOf(stage, run)) {
    metrics.addMetric(name, MetricUnit.Count, rows);
  }
  metrics.publishStoredMetrics();
}

function rowsOf(stage: Stage, run: RunStatus): ReadonlyArray<readonly [name: string, rows: number]> {
  if (run.customers === null) return [];
  if (stage === 'clean' && run.rejectedRows !== null) {
    return [
      ['RowsKept', run.customers],
      ['RowsRejected', run.rejectedRows],
    ];
  }
  const isScored = stage === 'score' && (run.state === 'published' || run.state === 'superseded');
  return isScored ? [['RowsScored', run.customers]] : [];
}
