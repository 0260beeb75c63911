import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { createLearner } from '#core/training/create-learner.ts';
import { DEFAULT_CANDIDATES } from '#core/training/default-candidates.ts';
import { wholeNumber } from './arguments.ts';
import { customerTable } from './customer-table.ts';
import { sampleFile } from './data/sample-file.ts';
import { type ExportReport, measureExport } from './export/measure-export.ts';
import { type Machine, thisMachine } from './machine.ts';
import { duration, textTable } from './text-table.ts';

/** All that `bench export` measures. */
interface ExportBench {
  readonly bench: 'export';
  readonly machine: Machine;
  readonly rows: number;
  readonly seed: number;
  readonly models: readonly ExportReport[];
}

/** Writes the model of every candidate as ONNX and compares it with the TypeScript predictor over all rows. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const machine = thisMachine();
  const rows = wholeNumber('--rows', values.rows, 1);
  const seed = wholeNumber('--seed', values.seed);
  const table = await customerTable(createReadStream(await sampleFile({ rows, seed })), telcoSchema);
  const models: ExportReport[] = [];
  for (const settings of DEFAULT_CANDIDATES) {
    const learner = createLearner(settings, telcoSchema);
    models.push(await measureExport(learner, table, telcoSchema, seed));
  }
  const report: ExportBench = { bench: 'export', machine, rows, seed, models };
  console.log(values.json ? JSON.stringify(report) : readable(report));
}

function readable({ machine, rows, models }: ExportBench): string {
  const header = ['', 'fit', 'write ONNX', 'size', 'load', 'max difference', 'rows/s'];
  const lines = models.map((model) => [
    model.learner,
    duration(model.fitMs),
    duration(model.writeMs),
    `${(model.onnxBytes / 1000).toFixed(1)} kB`,
    duration(model.loadMs),
    model.maxDifference.toExponential(1),
    Math.round(model.rowsPerSecond).toLocaleString('en'),
  ]);
  return [
    `${rows} generated rows; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`,
    textTable([header, ...lines]),
    'Max difference: |probability by onnxruntime − by the TypeScript predictor| over all rows. Rows/s: through the',
    'session alone, one thread, texts in and probabilities out. The first load brings in the native runtime.',
  ].join('\n');
}
