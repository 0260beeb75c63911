import { parseArgs } from 'node:util';
import { DEFAULT_PORT_BASE } from './reserved-ports.ts';
import { type LocalCloudOptions, runLocalCloud } from './run-local-cloud.ts';
import { StartError } from './start-error.ts';

const USAGE = `usage: npm start -- [--state DIR] [--no-sample] [--rows N] [--port-base PORT] [--cdk-out DIR]
  --state      the folder of all that is kept (default .local)
  --no-sample  makes no sample of customers at the first start
  --rows       customers of that sample (default 5000)
  --port-base  S3's port; the dashboard is 14 above it, the API 15, the Data API 16,
               sign-in 17 (default ${DEFAULT_PORT_BASE});
               a port that is taken is replaced by a free one, and 0 takes free ones for all
  --cdk-out    a synthesized app to run, instead of building and synthesizing this one`;

/** `npm start`: runs until it is stopped; returns the exit code. */
export async function startCommand(args: readonly string[]): Promise<number> {
  let options: LocalCloudOptions;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 1;
  }
  return runLocalCloud(options);
}

function readOptions(args: readonly string[]): LocalCloudOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      state: { type: 'string', default: '.local' },
      'no-sample': { type: 'boolean', default: false },
      rows: { type: 'string', default: '5000' },
      'port-base': { type: 'string', default: String(DEFAULT_PORT_BASE) },
      'cdk-out': { type: 'string' },
    },
  });
  const cdkOut = values['cdk-out'];
  return {
    state: values.state,
    sampleRows: values['no-sample'] ? 0 : wholeNumber('--rows', values.rows, 1, 100_000_000),
    portBase: wholeNumber('--port-base', values['port-base'], 0, 65_000),
    ...(cdkOut === undefined ? {} : { cdkOut }),
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new StartError(`${name} must be a whole number from ${least} to ${most}, not ${text}.`);
}
