import { parseArgs } from 'node:util';
import { wholeNumber } from '../arguments.ts';

export interface PredictArguments {
  /** How long each load lasts, its warming up not counted, and at most each row of calls to a handler. */
  readonly seconds: number;
  /** Customers of the sample whose champion predicts. */
  readonly rows: number;
  readonly seed: number;
  /** Cold starts. */
  readonly runs: number;
  /** Trees of the large forest. */
  readonly trees: number;
  /** Whether the model of each learner is measured beside the champion. */
  readonly withLearners: boolean;
  readonly json: boolean;
}

/** Reads the options of `bench predict`. @throws ChurnError `ARGUMENT_INVALID` */
export function predictArguments(args: readonly string[]): PredictArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '20' },
      rows: { type: 'string', default: '5000' },
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '7' },
      trees: { type: 'string', default: '500' },
      'no-learners': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    seconds: wholeNumber('--seconds', values.seconds, 1),
    // With fewer no model can be trained.
    rows: wholeNumber('--rows', values.rows, 500),
    seed: wholeNumber('--seed', values.seed),
    runs: wholeNumber('--runs', values.runs, 1),
    trees: wholeNumber('--trees', values.trees, 1),
    withLearners: !values['no-learners'],
    json: values.json,
  };
}
