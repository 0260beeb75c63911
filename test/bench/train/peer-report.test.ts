import { describe, expect, it } from 'vitest';
import { logisticPlan } from '../../../bench/train/fit-plans.ts';
import { peerReport, runsOf } from '../../../bench/train/peer-report.ts';

const plan = logisticPlan.peers[0]!;

describe('peerReport', () => {
  it('divides the medians of the peer by those of ours, the fastest by the fastest', () => {
    const fits = [
      { fitMs: 100, encodingMs: 50, width: 9 },
      { fitMs: 300, encodingMs: 10, width: 9 },
      { fitMs: 120, encodingMs: 20, width: 9, rocAuc: 0.8 },
    ];
    const ours = [
      { threads: 1, fitMs: runsOf([60, 20, 70]), rocAuc: 0.81 },
      { threads: 2, fitMs: runsOf([30, 40, 10]), rocAuc: 0.81 },
    ];
    expect(peerReport(plan, fits, 2, ours)).toEqual({
      ...plan,
      threads: 2,
      fitMs: { median: 120, fastest: 100, runs: [100, 300, 120] },
      encodingMs: { median: 20, fastest: 10, runs: [50, 10, 20] },
      withEncodingMs: { median: 150, fastest: 140, runs: [150, 310, 140] },
      encodedColumns: 9,
      rocAuc: 0.8,
      ratios: { fitAlone: [2, 4], fastest: [5, 10], withEncoding: [2.5, 5] },
    });
  });
});
