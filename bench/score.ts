import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { namesOf, wholeNumber } from './arguments.ts';
import { sampleFile } from './data/sample-file.ts';
import { type Machine, thisMachine } from './machine.ts';
import { medianOf } from './median.ts';
import { measureScoring, type ScoringRun } from './score/scoring-run.ts';
import { MODELS, type ModelName, trainedModel } from './score/trained-model.ts';
import { duration, textTable } from './text-table.ts';

/** All that `bench score` measures. */
interface ScoreReport {
  readonly bench: 'score';
  readonly machine: Machine;
  readonly rows: number;
  readonly seed: number;
  readonly model: ModelName;
  readonly threads: number;
  readonly runs: readonly ScoringRun[];
}

/** Measures the way from a raw customer file on disk to a probability a row, by the model in ONNX. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      model: { type: 'string', default: 'depth1' },
      threads: { type: 'string', default: '2' },
      runs: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const rows = wholeNumber('--rows', values.rows, 1);
  const threads = wholeNumber('--threads', values.threads, 1);
  const runCount = wholeNumber('--runs', values.runs, 1);
  const seed = wholeNumber('--seed', values.seed);
  const [model = 'depth1'] = namesOf('--model', values.model, MODELS);
  const machine = thisMachine();
  const file = await sampleFile({ rows, seed });
  const folder = await mkdtemp(join(tmpdir(), 'churn-bench-'));
  try {
    const onnx = join(folder, 'model.onnx');
    await writeFile(onnx, await trainedModel(model, seed));
    const runs: ScoringRun[] = [];
    while (runs.length < runCount) runs.push(await measureScoring(file, onnx, threads));
    const report: ScoreReport = { bench: 'score', machine, rows, seed, model, threads, runs };
    console.log(values.json ? JSON.stringify(report) : readable(report));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readable({ machine, rows, model, threads, runs }: ScoreReport): string {
  const [first] = runs;
  const wallMs = medianOf(runs.map((each) => each.wallMs));
  const scored = first?.scoredRows ?? 0;
  return [
    `${rows} generated rows, ${model}, ${threads} threads; ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`,
    textTable([
      ['raw file to probabilities', duration(wallMs)],
      ['processor time', duration(medianOf(runs.map((each) => each.cpuMs)))],
      ['rows/s', Math.round((scored / wallMs) * 1000).toLocaleString('en')],
      ['peak RSS', `${Math.max(...runs.map((each) => each.peakRssMb)).toFixed(0)} MiB`],
      ['scored', `${scored}, and ${first?.rejectedRows ?? 0} rows that cannot be used`],
      ['ROC-AUC', (first?.rocAuc ?? Number.NaN).toFixed(4)],
    ]),
    `Median of ${runs.length} runs, each in a process of its own; the model was trained on other customers.`,
  ].join('\n');
}
