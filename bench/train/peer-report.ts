import { medianOf } from '../median.ts';
import type { PeerFit } from '../peers/python-peers.ts';
import type { PeerPlan } from './fit-plans.ts';
import type { OurFit, PeerFitReport, Runs } from './fit-report.ts';

/** A peer's runs beside ours, at least one each; the last one has the ROC-AUC. */
export function peerReport(
  plan: PeerPlan,
  fits: readonly PeerFit[],
  threads: number,
  ours: readonly OurFit[],
): PeerFitReport {
  const { width, rocAuc } = fits.at(-1)!;
  const fitMs = runsOf(fits.map((fit) => fit.fitMs));
  const withEncodingMs = runsOf(fits.map((fit) => fit.fitMs + fit.encodingMs));
  const over = (runs: Runs, by: 'median' | 'fastest') => ours.map((our) => runs[by] / our.fitMs[by]);
  return {
    ...plan,
    threads,
    fitMs,
    encodingMs: runsOf(fits.map((fit) => fit.encodingMs)),
    withEncodingMs,
    encodedColumns: width,
    rocAuc: rocAuc!,
    ratios: {
      fitAlone: over(fitMs, 'median'),
      fastest: over(fitMs, 'fastest'),
      withEncoding: over(withEncodingMs, 'median'),
    },
  };
}

/** Durations with their median and the least of them. */
export function runsOf(runs: readonly number[]): Runs {
  return { median: medianOf(runs), fastest: Math.min(...runs), runs };
}
