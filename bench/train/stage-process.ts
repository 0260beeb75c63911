/**
 * Trains on a customer_features.csv in the default schema, beside which its profile.json is, as a machine of so much memory
 * would, and prints a StageReport: stage-process.ts FILE THREADS SEED MEMORY.
 */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { featureProfileSchema } from '#core/lake/documents.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { type TrainedChampion, trainChampion } from '#core/training/train-champion.ts';
import { trainingMemoryMib } from '#core/training/training-memory.ts';
import { tableShape } from '#core/training/training-size.ts';
import { readTrainingTable } from '#core/training/training-table.ts';
import { trainingThreads } from '#platform/training/training-threads.ts';
import { timedAsync } from '../timing.ts';
import type { StageReport } from './stage.ts';

const [file = '', ...numbers] = process.argv.slice(2);
const [threads = 0, seed = 0, memoryMib = 0] = numbers.map(Number);
const profileText = await readFile(join(dirname(file), 'profile.json'), 'utf8');
const profile = featureProfileSchema.parse(JSON.parse(profileText));
const read = await timedAsync(() =>
  readTrainingTable(createReadStream(file), profile, telcoSchema, { memoryMib, threads, seed }),
);
const { table, sampling } = read.result;
const rssBeforeMb = peakRssMb();
const trained = await timedAsync(async () =>
  trainChampion(table, telcoSchema, {
    runId: 'bench',
    modelVersion: 'bench',
    dataSha256: 'bench',
    codeVersion: 'bench',
    trainedAt: new Date().toISOString(),
    ...{ seed, sampling },
    crew: trainingThreads({ size: threads }),
  }),
);
const report: StageReport = {
  threads,
  rows: profile.rows,
  memoryMib,
  isSampled: sampling !== undefined,
  readMs: read.ms,
  trainMs: trained.ms,
  rssBeforeMb,
  peakRssMb: peakRssMb(),
  plannedMib: trainingMemoryMib(
    trained.result.metadata.rows.labelled,
    tableShape(profile, telcoSchema),
    threads,
  ),
  ...qualityOf(trained.result),
};
console.log(JSON.stringify(report));

function qualityOf({ metadata, onnx }: TrainedChampion) {
  const chosen = metadata.candidates.find(({ name }) => name === metadata.chosen.name)!;
  const bins = metadata.curves.calibration;
  const sumOf = (axis: 0 | 1) => bins.reduce((sum, point) => sum + point[axis], 0);
  return {
    labelled: metadata.rows.labelled,
    rocAuc: Object.fromEntries(metadata.candidates.map(({ name, rocAuc }) => [name, rocAuc])),
    chosen: chosen.name,
    expectedCalibrationError: chosen.expectedCalibrationError,
    // The bins hold equally many rows, so the ratio of their sums is that of the rows'.
    predictedOverObserved: sumOf(0) / sumOf(1),
    onnxBytes: onnx.length,
  };
}

function peakRssMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}
