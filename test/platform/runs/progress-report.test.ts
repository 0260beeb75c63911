import { expect, it } from 'vitest';
import type { ReportedProgress, RunProgress } from '#core/lake/run-status.ts';
import { ProgressReport } from '#platform/runs/progress-report.ts';

const runId = '20261122T090010Z-3f9a01bc';

function reporter(rowsTotal?: number) {
  let nowMs = 0;
  const reported: RunProgress[] = [];
  const waiting: (() => void)[] = [];
  const ledger = {
    report: (_runId: string, progress: RunProgress) => {
      reported.push(progress);
      return new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
  const report = new ProgressReport({
    ...{ ledger, runId, stage: 'score', nowMs: () => nowMs },
    ...(rowsTotal === undefined ? {} : { rowsTotal }),
  });
  return {
    report,
    reported,
    at(ms: number, rows: number) {
      nowMs = ms;
      report.rowsDone(rows);
    },
    async written() {
      waiting.shift()?.();
      await report.end();
    },
  };
}

it('says nothing in the first second, and then at most once a second', async () => {
  const { at, reported, written } = reporter(900);
  at(10, 1);
  at(999, 99);
  expect(reported).toEqual([]);
  at(1_000, 100);
  await written();
  at(1_500, 150);
  at(2_000, 200);
  await written();
  expect(reported).toEqual([
    { stage: 'score', rowsDone: 100, rowsTotal: 900 },
    { stage: 'score', rowsDone: 200, rowsTotal: 900 },
  ]);
});

it('does not write while it is writing, and its end waits for that', async () => {
  const { at, reported, report, written } = reporter();
  at(1_000, 1);
  at(5_000, 2);
  expect(reported).toEqual([{ stage: 'score', rowsDone: 1 }]);
  let hasEnded = false;
  const ended = report.end().then(() => {
    hasEnded = true;
  });
  await Promise.resolve();
  expect(hasEnded).toBe(false);
  await written();
  await ended;
});

it('of one part of several says at its end what it has done, however soon that is', async () => {
  const reported: ReportedProgress[] = [];
  const ledger = {
    report: async (_runId: string, progress: ReportedProgress) => void reported.push(progress),
  };
  const report = new ProgressReport({ ...{ ledger, runId, stage: 'score' }, part: 3, rowsTotal: 900 });
  await report.end();
  expect(reported).toEqual([]);
  report.rowsDone(100);
  report.rowsDone(250);
  await report.end();
  expect(reported).toEqual([{ stage: 'score', rowsDone: 250, rowsTotal: 900, part: 3 }]);
});
