import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { createLearner } from '#core/training/create-learner.ts';
import { DEFAULT_CANDIDATES } from '#core/training/default-candidates.ts';
import { wholeNumber } from './arguments.ts';
import { customerTable } from './customer-table.ts';
import { sampleFile } from './data/sample-file.ts';
import { type Machine, thisMachine } from './machine.ts';
import { measureReasons, type ReasonsReport } from './reasons/measure-reasons.ts';
import { duration, textTable } from './text-table.ts';

/** All that `bench reasons` measures. */
interface ReasonsBench {
  readonly bench: 'reasons';
  readonly machine: Machine;
  readonly rows: number;
  readonly seed: number;
  readonly models: readonly ReasonsReport[];
}

/** Explains every row by every candidate's model, and checks that what is explained is the whole of the answer. */
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
  const models: ReasonsReport[] = [];
  for (const settings of DEFAULT_CANDIDATES) {
    models.push(await measureReasons(createLearner(settings, telcoSchema), table, telcoSchema, seed));
  }
  const report: ReasonsBench = { bench: 'reasons', machine, rows, seed, models };
  console.log(values.json ? JSON.stringify(report) : readable(report));
}

function readable({ machine, rows, models }: ReasonsBench): string {
  const header = ['', 'trees', 'make', 'document', 'load', 'explained', 'rows/s', 'scored/s', 'largest gap'];
  const lines = models.map((model) => [
    model.learner,
    String(model.trees),
    duration(model.makeMs),
    `${(model.documentBytes / 1000).toFixed(1)} kB`,
    duration(model.loadMs),
    model.explainedRows.toLocaleString('en'),
    Math.round(model.rowsPerSecond).toLocaleString('en'),
    Math.round(model.scoredRowsPerSecond).toLocaleString('en'),
    model.largestGap.toExponential(1),
  ]);
  return [
    `${rows} generated rows; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`,
    textTable([header, ...lines]),
    'Rows/s: exact contributions of every column on one thread, from a table in memory; scored/s: probabilities by',
    'onnxruntime on one thread. Largest gap: |base + Σ contributions − log-odds of the TypeScript predictor|.',
  ].join('\n');
}
