import { parseArgs } from 'node:util';
import { ChurnError } from '#core/errors.ts';
import { namesOf, wholeNumber } from '../arguments.ts';

/** The parts of the bench: fits on customers, fits on made tables of another shape, and the whole stage. */
export const PARTS = ['lr', 'forest', 'boosting', 'wide', 'cardinality', 'stage'] as const;
export type Part = (typeof PARTS)[number];

/** The made tables have nothing to do with a file of customers, so that with one they run only if named. */
const PARTS_OF_A_FILE: readonly Part[] = ['lr', 'forest', 'boosting', 'stage'];

/** Most rows of the made tables; as many as they have beside a file. */
const MADE_ROWS = 100_000;

/** The training task's, in the template. */
const TASK_MEMORY_MIB = 16_384;

export interface TrainArguments {
  readonly source: { readonly file: string } | { readonly rows: number };
  readonly madeRows: number;
  readonly parts: readonly Part[];
  readonly runs: number;
  readonly threads: number;
  readonly seed: number;
  /** Of the machine that the stage is trained as on. */
  readonly memoryMib: number;
  readonly withPeers: boolean;
  readonly json: boolean;
}

/** Reads the options of `bench train`. @throws ChurnError `ARGUMENT_INVALID` */
export function trainArguments(args: readonly string[]): TrainArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      file: { type: 'string' },
      only: { type: 'string' },
      runs: { type: 'string', default: '5' },
      threads: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      memory: { type: 'string', default: String(TASK_MEMORY_MIB) },
      'no-peers': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { file } = values;
  if ((values.rows === undefined) === (file === undefined)) {
    throw new ChurnError('ARGUMENT_INVALID', 'Give either --rows or --file.');
  }
  const rows = file === undefined ? wholeNumber('--rows', values.rows, 1) : MADE_ROWS;
  const parts = file === undefined ? PARTS : PARTS_OF_A_FILE;
  return {
    source: file === undefined ? { rows } : { file },
    madeRows: Math.min(rows, MADE_ROWS),
    parts: values.only === undefined ? parts : namesOf('--only', values.only, PARTS),
    runs: wholeNumber('--runs', values.runs, 1),
    threads: wholeNumber('--threads', values.threads, 1),
    seed: wholeNumber('--seed', values.seed),
    memoryMib: wholeNumber('--memory', values.memory, 1),
    withPeers: !values['no-peers'],
    json: values.json,
  };
}
