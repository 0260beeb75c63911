import { parseArgs } from 'node:util';
import { wholeNumber } from '../arguments.ts';

export interface PipelineArguments {
  readonly rows: number;
  readonly seed: number;
  /** Of cleaning and building features, ours and pandas' by turns. */
  readonly runs: number;
  readonly withPeers: boolean;
  /** Whether the run that trains on all rows is measured. */
  readonly withTraining: boolean;
  readonly json: boolean;
  /** Whether the folder with the stack's state and all files is left behind. */
  readonly keep: boolean;
}

/** Reads the options of `bench pipeline`. @throws ChurnError `ARGUMENT_INVALID` */
export function pipelineArguments(args: readonly string[]): PipelineArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string' },
      runs: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      'no-peers': { type: 'boolean', default: false },
      'no-training': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  return {
    rows: wholeNumber('--rows', values.rows, 1),
    seed: wholeNumber('--seed', values.seed),
    runs: wholeNumber('--runs', values.runs, 1),
    withPeers: !values['no-peers'],
    withTraining: !values['no-training'],
    json: values.json,
    keep: values.keep,
  };
}
