import { duration, textTable } from '../text-table.ts';
import type { FitReport, PeerFitReport } from './fit-report.ts';
import type { StageReport } from './stage.ts';
import type { TrainReport } from './train-report.ts';

const HEADER = ['', 'threads', 'fit', 'fastest', 'encoding', 'ROC-AUC', '× ours', 'fastest', 'with encoding'];

/** Above it something else wanted the cores before the bench began. */
const QUIET_LOAD = 0.5;
/** A median that many times the fastest run is not the fit's own doing. */
const UNEVEN_RATIO = 1.5;

/** A report for a person to read. */
export function readableTrainReport(report: TrainReport): string {
  const { machine, source, runs } = report;
  const what = 'file' in source ? source.file : `${source.rows} generated rows`;
  const head = [
    `${what}; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}${peersOf(report)}`,
    ...(report.featuresMs === undefined ? [] : [`raw file to features: ${duration(report.featuresMs)}`]),
  ].join('\n');
  const stage = report.stage === undefined ? [] : [readableStage(report.stage)];
  const fits = report.fits.map(readableFit);
  return [head, ...stage, ...fits, ...(fits.length > 0 ? [notes(report, runs)] : [])].join('\n\n');
}

function peersOf({ peers }: TrainReport): string {
  if (peers === null) return '';
  const xgboost = peers.xgboost === null ? '' : `, XGBoost ${peers.xgboost}`;
  return `, Python ${peers.python}, scikit-learn ${peers['scikit-learn']}${xgboost}`;
}

function readableFit(fit: FitReport): string {
  const ceiling = fit.ceilingAuc === undefined ? '' : `, ROC-AUC at most ${fit.ceilingAuc.toFixed(4)}`;
  const title = `${fit.learner} on ${fit.table}: ${fit.trainRows} rows fitted, ${fit.testRows} measured, ${fit.columns} columns${ceiling}`;
  const ours = fit.ours.map(({ threads, fitMs, rocAuc }) => [
    'ours',
    String(threads),
    duration(fitMs.median),
    duration(fitMs.fastest),
    'in it',
    rocAuc.toFixed(4),
  ]);
  return [title, textTable([HEADER, ...ours, ...fit.peers.map(peerRow)])].join('\n');
}

function peerRow({ model, encoding, ...peer }: PeerFitReport): string[] {
  const times = (ratios: readonly number[]) => ratios.map((ratio) => `${ratio.toFixed(2)}×`).join(' / ');
  return [
    `${peer.library} ${model}, ${encoding}`,
    String(peer.threads),
    duration(peer.fitMs.median),
    duration(peer.fitMs.fastest),
    duration(peer.encodingMs.median),
    peer.rocAuc.toFixed(4),
    times(peer.ratios.fitAlone),
    times(peer.ratios.fastest),
    times(peer.ratios.withEncoding),
  ];
}

function readableStage(stage: StageReport): string {
  const aucs = Object.entries(stage.rocAuc).map(
    ([name, { mean, lower, upper }]) =>
      [`ROC-AUC ${name}`, `${mean.toFixed(4)} (${lower.toFixed(4)} to ${upper.toFixed(4)})`] as const,
  );
  const lines: (readonly [string, string])[] = [
    ['features to table', duration(stage.readMs)],
    ['trainChampion', duration(stage.trainMs)],
    ['peak RSS', `${stage.peakRssMb.toFixed(0)} MiB, before training ${stage.rssBeforeMb.toFixed(0)}`],
    ['planned with', `${stage.plannedMib.toFixed(0)} MiB`],
    ...aucs,
    ['chosen', stage.chosen],
    [
      'calibration',
      `ECE ${stage.expectedCalibrationError.toFixed(4)}, Σp ÷ Σy ${stage.predictedOverObserved.toFixed(4)}`,
    ],
    ['model', `${(stage.onnxBytes / 1000).toFixed(1)} kB`],
  ];
  const title = `train stage, in a process of its own with ${stage.threads} threads: ${stage.rows} rows, ${stage.labelled} of them labelled${stage.isSampled ? ` and drawn, as ${stage.memoryMib} MiB hold` : ''}`;
  return [title, textTable(lines)].join('\n');
}

function notes({ missing, peers, machine, fits }: TrainReport, runs: number): string {
  const lines = [
    `Medians, and the fastest, of ${runs} runs by turns on the same rows. Ours is timed from the feature table in memory to`,
    'the model: binning and encoding are inside its fit.',
  ];
  if (peers !== null) {
    lines.push(
      "The peers' fit is alone, on a matrix that was encoded before. × ours is the strict comparison: that time over ours,",
      'by medians, by the fastest runs, and with the way from the same dictionary codes and numbers to the matrix. Above',
      '1× ours is faster. Encodings: ordinal codes in order of first appearance; one-hot, sparse; or the share of leavers.',
    );
  }
  if (machine.loadBefore > QUIET_LOAD || fits.some(isUneven)) {
    lines.push(
      "Something else wanted the cores, and OpenMP's threads wait for each other: measure again on a quiet machine, or",
      'with --threads 1, which compares one thread with one.',
    );
  }
  if (missing !== undefined) lines.push(missing);
  return lines.join('\n');
}

function isUneven({ ours, peers }: FitReport): boolean {
  return [...ours, ...peers].some(({ fitMs }) => fitMs.median > UNEVEN_RATIO * fitMs.fastest);
}
