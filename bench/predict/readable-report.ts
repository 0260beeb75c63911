import { duration, textTable } from '../text-table.ts';
import type { LoadResult } from './load/http-load.ts';
import type { ModelSpeed, PredictReport } from './predict-report.ts';

/** The report as a person reads it. */
export function readablePredictReport(report: PredictReport): string {
  const { machine, rows, loadAfter } = report;
  return [
    `/predict with the champion of ${rows} generated customers; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; ` +
      `load ${machine.loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after`,
    loadPart(report),
    handlerPart(report),
    coldStartPart(report),
  ].join('\n\n');
}

function loadPart({ load }: PredictReport): string {
  const { atFullSpeed, atFixedRate, echo, connections, seconds, deployedLimitPerSecond } = load;
  const ratio = echo.requestsPerSecond / atFullSpeed.requestsPerSecond;
  return [
    `One customer a request over ${connections} kept connections for ${seconds} s: gateway, authorizer, Lambda process, ONNX, reasons`,
    textTable([
      ['', 'requests/s', 'p50', 'p95', 'p99', 'largest', 'errors'],
      loadLine('at full speed', atFullSpeed),
      loadLine('below the deployed limit', atFixedRate),
      loadLine('a bare node:http echo', echo),
    ]),
    `The echo answers ${ratio.toFixed(1)} times as many, with as many bytes each way. The deployed stage lets ${deployedLimitPerSecond}/s`,
    'through; the limit of this one route is taken off, all else is the template as it is deployed.',
  ].join('\n');
}

function loadLine(name: string, { requestsPerSecond, latency, errors }: LoadResult): string[] {
  const { p50, p95, p99, max } = latency;
  const rate = Math.round(requestsPerSecond).toLocaleString('en');
  return [name, rate, ...[p50, p95, p99, max].map(duration), String(errors)];
}

function handlerPart({ handler }: PredictReport): string {
  const header = ['', 'trees', 'one: p50', 'p99', 'reasons', '1,000: p50', 'p99', 'reasons'];
  const line = ({ model, trees, one, thousand, reasonsMs }: ModelSpeed) => [
    ...[model, String(trees), duration(one.p50), duration(one.p99), duration(reasonsMs.one)],
    ...[duration(thousand.p50), duration(thousand.p99), duration(reasonsMs.thousand)],
  ];
  const fewest = Math.min(...handler.map(({ thousand }) => thousand.count));
  return [
    'Inside the warm handler, the deployed bundle in a process of its own (bounds for the champion: p99 3 ms, 40 ms)',
    textTable([header, ...handler.map(line)]),
    `${handler[0]?.one.count ?? 0} calls of one customer, at least ${fewest} of a thousand. Reasons: the contributions alone, measured apart.`,
  ].join('\n');
}

function coldStartPart({ coldStart }: PredictReport): string {
  const { median, runs, fastestTotalMs, bundleBytes, layerBytes } = coldStart;
  return [
    `Cold start, medians of ${runs} new processes (bound 400 ms)`,
    textTable([
      ['total', duration(median.totalMs)],
      ['  native runtime loaded', duration(median.runtimeLoadMs)],
      ['  bundle imported', duration(median.importMs)],
      ['  first answer', duration(median.firstAnswerMs)],
      ['    of which the model from S3', duration(median.modelDownloadMs)],
      ['    of which its session', duration(median.sessionMs)],
      ['fastest total', duration(fastestTotalMs)],
      ['bundle (bound 1.5 MB)', megabytes(bundleBytes)],
      ['layer, unpacked (bound 50 MB)', megabytes(layerBytes)],
    ]),
  ].join('\n');
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
