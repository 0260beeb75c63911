import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { ChurnError } from '#core/errors.ts';
import { randomForest } from '#core/learners/forest/random-forest.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { trainChampion } from '#core/training/train-champion.ts';
import { customerTable } from './customer-table.ts';

interface TrainReport {
  readonly rows: number;
  readonly labelled: number;
  /** CSV to table, through cleaning and features. */
  readonly tableMs: number;
  /** One fit on all labelled rows. */
  readonly fitMs: Readonly<Record<string, number>>;
  readonly trainChampionMs: number;
  /** Cross-validated. */
  readonly rocAuc: Readonly<Record<string, number>>;
  readonly chosen: string;
  readonly expectedCalibrationError: number;
  readonly onnxBytes: number;
  readonly peakRssMb: number;
}

/** Trains on generated customers or on a file and prints how long it took and how good the models are. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      file: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  if ((values.rows === undefined) === (values.file === undefined)) {
    throw new ChurnError('ARGUMENT_INVALID', 'Give either --rows or --file.');
  }
  const seed = wholeNumber('--seed', values.seed);
  const raw =
    values.file === undefined
      ? generated(wholeNumber('--rows', values.rows), seed)
      : createReadStream(values.file);
  const startMs = performance.now();
  const table = await customerTable(raw, telcoSchema);
  const report = measure(table, seed, performance.now() - startMs);
  console.log(values.json ? JSON.stringify(report) : readable(report));
}

function measure(table: FeatureTable, seed: number, tableMs: number): TrainReport {
  const { rows } = labelledRows(table);
  const fits = [logisticRegression(), randomForest()].map((learner) => [
    learner.name,
    timed(() => learner.fit(table, rows, seed)).ms,
  ]);
  const trained = timed(() =>
    trainChampion(table, telcoSchema, {
      runId: 'bench',
      modelVersion: 'bench',
      dataSha256: 'bench',
      codeVersion: 'bench',
      trainedAt: new Date().toISOString(),
      seed,
    }),
  );
  const { metadata, onnx } = trained.result;
  const chosen = metadata.candidates.find(({ name }) => name === metadata.chosen.name)!;
  return {
    rows: table.rowCount,
    labelled: rows.length,
    tableMs,
    fitMs: Object.fromEntries(fits),
    trainChampionMs: trained.ms,
    rocAuc: Object.fromEntries(metadata.candidates.map(({ name, rocAuc }) => [name, rocAuc.mean])),
    chosen: chosen.name,
    expectedCalibrationError: chosen.expectedCalibrationError,
    onnxBytes: onnx.length,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
}

function timed<Result>(work: () => Result): { result: Result; ms: number } {
  const startMs = performance.now();
  const result = work();
  return { result, ms: performance.now() - startMs };
}

function readable(report: TrainReport): string {
  const milliseconds = (ms: number) => `${ms.toFixed(0)} ms`;
  const lines: (readonly [string, string])[] = [
    ['rows', `${report.rows}, of them labelled ${report.labelled}`],
    ['CSV to table', milliseconds(report.tableMs)],
    ...Object.entries(report.fitMs).map(([name, ms]) => [`fit ${name}`, milliseconds(ms)] as const),
    ['trainChampion', milliseconds(report.trainChampionMs)],
    ...Object.entries(report.rocAuc).map(([name, auc]) => [`ROC-AUC ${name}`, auc.toFixed(4)] as const),
    ['chosen', `${report.chosen}, ECE ${report.expectedCalibrationError.toFixed(4)}`],
    ['model', `${(report.onnxBytes / 1024).toFixed(1)} kB`],
    ['peak RSS', `${report.peakRssMb.toFixed(0)} MB`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(30)} ${value}`).join('\n');
}

async function* generated(rows: number, seed: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (const { customers } of generateCustomers({ rows, seed })) yield customers;
}

function wholeNumber(name: string, text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text)) {
    throw new ChurnError('ARGUMENT_INVALID', `${name} must be a whole number.`);
  }
  return Number(text);
}
