import { describe, expect, it } from 'vitest';
import type { BatchReport } from '../../../bench/pipeline/batch/measure-batch.ts';
import { costOf } from '../../../bench/pipeline/cost.ts';
import type { PipelineReport, PricedRun } from '../../../bench/pipeline/pipeline-report.ts';
import { PRICE_REGION, PRICES, PRICES_AS_OF } from '../../../bench/pipeline/prices.ts';
import { readablePipelineReport } from '../../../bench/pipeline/readable-report.ts';

const measured = {
  ...{ runId: '20261123T060530Z-2158a420', customers: 19_954, rejectedRows: 24, modelVersion: 'm' },
  stages: [
    { stage: 'upload', seconds: 0.08 },
    { stage: 'scoring', seconds: 1.25 },
  ],
  totalSeconds: 1.33,
  functions: [
    { stage: 'score', calls: 1, billedSeconds: 1.4, memorySizeMb: 3008, peakMemoryMb: 251 },
    { stage: 'clean', calls: 1, billedSeconds: 0.4, memorySizeMb: 1769, peakMemoryMb: null },
  ],
  scoring: { wholeStage: 15_963.2, whileWriting: null },
  use: {
    lake: { versions: 17, writeRequests: 17, bytes: 1e7 },
    ...{ taskSeconds: 0, logBytes: 2e3, dataApiBytes: 1e7, redoBytes: 3e7, tableBytes: 2e7 },
  },
};
const app = {
  database: { maxAcu: 8, secondsUntilPause: 600 },
  trainingTask: { vcpus: 4, memoryGb: 16 },
};
const priced: PricedRun = { ...measured, cost: costOf(measured, app) };
const runs = { medianMs: 250, peakRssMb: 129.4, runsMs: [250, 240, 260] };
const versions = { python: '3.11.2', pandas: '1.5.3', numpy: '1.24.2' };
const result = {
  ...{ cleanRows: 19_954, rejectedRows: 24, featureRows: 19_954, rejectedLines: 'a', customers: 'b' },
};
const batch: BatchReport = {
  ours: runs,
  pandas: { ...runs, medianMs: 500, versions },
  ratio: 2,
  result,
};
const report: PipelineReport = {
  bench: 'pipeline',
  machine: { cpu: 'A processor', cores: 2, node: 'v24.0.0', loadBefore: 3.14 },
  ...{ loadAfter: 9.26, rows: 20_000, seed: 1, rawBytes: 2.8e6, startSeconds: 5.4 },
  withTraining: priced,
  withoutTraining: priced,
  writing: { rows: 500_000, writers: 2, inRequests: { median: 61_234.5, fastest: 70_000 }, fromFiles: null },
  batch,
  prices: { region: PRICE_REGION, asOf: PRICES_AS_OF, table: PRICES },
};

describe('readablePipelineReport', () => {
  const text = readablePipelineReport(report);

  it('says on what machine, and how busy it was', () => {
    expect(text).toContain(
      '20,000 generated rows, 2.8 MB; A processor, 2 cores, Node v24.0.0, load 3.1 before, 9.3 after',
    );
  });

  it('shows how fast rows alone are written, and that there were no files', () => {
    expect(text).toContain('Writing alone: 500,000 rows that are scored already, by 2 at once, rows/s');
    expect(text).toMatch(/^JSON_TABLE, in requests +61,235 +70,000$/m);
    expect(text).toMatch(/^LOAD DATA FROM S3, from files +not used$/m);
  });

  it('shows the stages, and the functions with their peak or why there is none', () => {
    expect(text).toMatch(/^With training: 19,954 customers, 24 rows rejected$/m);
    expect(text).toMatch(/^scoring +1\.25 s$/m);
    expect(text).toMatch(/^score +1 +1\.40 s +3008 MB +251 MB$/m);
    expect(text).toMatch(/^clean +1 +400 ms +1769 MB +not known: only Linux tells$/m);
    expect(text).toContain('15,963 rows/s into MySQL over the whole stage of scoring.');
  });

  it('shows pandas beside ours, and the cost of both runs', () => {
    expect(text).toMatch(/^pandas 1\.5\.3 +500 ms +240 ms +129 MiB$/m);
    expect(text).toContain('pandas ÷ ours: 2.00×. Both wrote the same 19,954 customers.');
    expect(text).toMatch(/^Aurora, until it sleeps +0\.0833 +ACU-hour( +\$0\.01000){4}$/m);
  });

  it('has neither pandas nor training where they were left out, and says what is missing', () => {
    const missing = 'No pandas: none was found.';
    const shorter = readablePipelineReport({
      ...report,
      withTraining: null,
      batch: { ...batch, pandas: null, ratio: null, missing },
    });
    expect(shorter).not.toMatch(/with training/i);
    expect(shorter).not.toContain('pandas ÷ ours');
    expect(shorter).toContain(missing);
    expect(shorter).toMatch(/^Aurora, until it sleeps +0\.0833 +ACU-hour( +\$0\.01000){2}$/m);
  });
});
