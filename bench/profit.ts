import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { ChurnError } from '#core/errors.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { trainChampion } from '#core/training/train-champion.ts';
import { trainingThreads } from '#platform/training/training-threads.ts';
import { wholeNumber } from './arguments.ts';
import { customerTable } from './customer-table.ts';
import { sampleFile } from './data/sample-file.ts';
import { thisMachine } from './machine.ts';
import { type ProfitReport, profitFigures } from './profit/profit-figures.ts';
import { readableProfitReport } from './profit/readable-report.ts';

/**
 * Compares, on customers the model was not fitted on, contacting by the per-customer rule with contacting above one
 * threshold for all.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      file: { type: 'string' },
      threads: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = wholeNumber('--seed', values.seed);
  const threads = wholeNumber('--threads', values.threads, 1);
  if ((values.rows === undefined) === (values.file === undefined)) {
    throw new ChurnError('ARGUMENT_INVALID', 'Give either --rows or --file.');
  }
  const machine = thisMachine();
  const file = values.file ?? (await sampleFile({ rows: wholeNumber('--rows', values.rows, 1), seed }));
  const table = await customerTable(createReadStream(file), telcoSchema);
  const trained = await trainChampion(table, telcoSchema, {
    runId: 'bench',
    modelVersion: 'bench',
    dataSha256: 'bench',
    codeVersion: 'bench',
    trainedAt: new Date().toISOString(),
    seed,
    crew: trainingThreads({ size: threads }),
  });
  const source = values.file === undefined ? { rows: Number(values.rows) } : { file: values.file };
  const report: ProfitReport = {
    bench: 'profit',
    machine,
    source,
    seed,
    ...profitFigures(table, telcoSchema, trained),
  };
  console.log(values.json ? JSON.stringify(report) : readableProfitReport(report));
}
