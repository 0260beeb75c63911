/** Trains on a customer_features.csv in the default schema and prints a StageReport: stage-process.ts FILE THREADS SEED. */
import { createReadStream } from 'node:fs';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { type TrainedChampion, trainChampion } from '#core/training/train-champion.ts';
import { trainingThreads } from '#platform/training/training-threads.ts';
import { timedAsync } from '../timing.ts';
import type { StageReport } from './stage.ts';

const [file = '', threads = '', seed = ''] = process.argv.slice(2);
const read = await timedAsync(() => readFeatureTable(createReadStream(file), telcoSchema));
const rssBeforeMb = peakRssMb();
const trained = await timedAsync(async () =>
  trainChampion(read.result, telcoSchema, {
    runId: 'bench',
    modelVersion: 'bench',
    dataSha256: 'bench',
    codeVersion: 'bench',
    trainedAt: new Date().toISOString(),
    seed: Number(seed),
    crew: trainingThreads({ size: Number(threads) }),
  }),
);
const report: StageReport = {
  threads: Number(threads),
  rows: read.result.rowCount,
  readMs: read.ms,
  trainMs: trained.ms,
  rssBeforeMb,
  peakRssMb: peakRssMb(),
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
