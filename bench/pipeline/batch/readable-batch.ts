import { duration, textTable } from '../../text-table.ts';
import type { BatchReport, BatchRuns } from './measure-batch.ts';

/** Cleaning and building features for a person to read. */
export function readableBatch({ ours, pandas, ratio, missing, result }: BatchReport): string {
  const row = (name: string, { medianMs, peakRssMb, runsMs }: BatchRuns) => [
    name,
    duration(medianMs),
    duration(Math.min(...runsMs)),
    `${peakRssMb.toFixed(0)} MiB`,
  ];
  const theirs = pandas === null ? [] : [row(`pandas ${pandas.versions.pandas}`, pandas)];
  const notes = [
    `Median of ${ours.runsMs.length} runs by turns, each in a process of its own, from raw file to three files on disk.`,
    'Starting and importing are not in it. Ours also counts quality.json and profile.json together.',
  ];
  if (ratio !== null) {
    const customers = result.featureRows.toLocaleString('en');
    notes.push(`pandas ÷ ours: ${ratio.toFixed(2)}×. Both wrote the same ${customers} customers.`);
  }
  if (missing !== undefined) notes.push(missing);
  return [
    'Cleaning and building features',
    textTable([['', 'median', 'fastest', 'peak'], row('ours', ours), ...theirs]),
    ...notes,
  ].join('\n');
}
