import { duration, textTable } from '../text-table.ts';
import { readableBatch } from './batch/readable-batch.ts';
import type { PipelineReport, PricedRun } from './pipeline-report.ts';
import { readableCost } from './readable-cost.ts';
import type { WritingRate, WritingReport } from './writing/measure-writing.ts';

/** A report for a person to read. */
export function readablePipelineReport(report: PipelineReport): string {
  const { machine, loadAfter, rows, rawBytes, startSeconds, withTraining, withoutTraining, writing, batch } =
    report;
  const head = [
    `${count(rows)} generated rows, ${(rawBytes / 1e6).toFixed(1)} MB; ${machine.cpu}, ${machine.cores} cores, ` +
      `Node ${machine.node}, load ${machine.loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after`,
    `The local cloud was ready after ${seconds(startSeconds)}.`,
  ].join('\n');
  return [
    head,
    ...(withTraining === null ? [] : [readableRun('With training', withTraining)]),
    readableRun('Without labels, scored by the standing champion', withoutTraining),
    readableWriting(writing),
    readableBatch(batch),
    readableCost(report),
  ].join('\n\n');
}

function readableRun(title: string, run: PricedRun): string {
  const { customers, rejectedRows, stages, totalSeconds, functions, scoring } = run;
  const { whileWriting, wholeStage } = scoring;
  const rate =
    whileWriting === null
      ? `${count(wholeStage)} rows/s into MySQL over the whole stage of scoring`
      : `${count(wholeStage)} rows/s into MySQL over the whole stage of scoring, ${count(whileWriting)} while it writes`;
  return [
    `${title}: ${count(customers)} customers, ${count(rejectedRows)} rows rejected`,
    textTable([
      ...stages.map(({ stage, seconds: taken }) => [stage, seconds(taken)]),
      ['published after', seconds(totalSeconds)],
    ]),
    textTable([
      ['function', 'calls', 'billed', 'memory', 'peak'],
      ...functions.map(({ stage, calls, billedSeconds, memorySizeMb, peakMemoryMb }) => [
        stage,
        count(calls),
        seconds(billedSeconds),
        `${memorySizeMb} MB`,
        peakMemoryMb === null ? 'not known: only Linux tells' : `${peakMemoryMb} MB`,
      ]),
    ]),
    `${rate}.`,
  ].join('\n');
}

function readableWriting({ rows, writers, inRequests, fromFiles }: WritingReport): string {
  const row = (name: string, { median, fastest }: WritingRate) => [name, count(median), count(fastest)];
  const files = 'LOAD DATA FROM S3, from files';
  return [
    `Writing alone: ${count(rows)} rows that are scored already, by ${writers} at once, rows/s`,
    textTable([
      ['', 'median', 'fastest'],
      row('JSON_TABLE, in requests', inRequests),
      fromFiles === null ? [files, 'not used'] : row(files, fromFiles),
    ]),
  ].join('\n');
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function seconds(value: number): string {
  return duration(value * 1000);
}
