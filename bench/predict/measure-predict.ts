import { ChurnError } from '#core/errors.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { RunBucket } from '../../localstack/runner/follow/run-bucket.ts';
import { uploadAndFollow } from '../../localstack/runner/follow/upload-file.ts';
import type { CloudContext } from '../../localstack/services.ts';
import { sampleFile } from '../data/sample-file.ts';
import { thisMachine } from '../machine.ts';
import { BenchStack } from '../pipeline/stack/bench-stack.ts';
import { measureColdStart } from './handler/cold-start.ts';
import type { MeasuredFunction } from './handler/handler-runs.ts';
import { customerBodies } from './load/customer-bodies.ts';
import { measureApiLoad } from './load/measure-load.ts';
import { measureModels } from './models/measure-models.ts';
import { startModelBuckets } from './models/model-buckets.ts';
import { championFiles, type ModelFiles } from './models/model-files.ts';
import type { PredictArguments } from './predict-arguments.ts';
import type { LoadReport, PredictReport } from './predict-report.ts';
import { bytesIn, predictFunction } from './stack/predict-function.ts';
import { type RaisedApp, synthesizeRaised } from './stack/raised-app.ts';

export interface PredictOptions extends PredictArguments {
  /** For the stack's state and all files. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const BATCH = 1000;
const ACCOUNT = { region: 'us-east-1', accountId: '000000000000' };

/** Measures the whole way on a stack of its own, and the function alone once that is gone. */
export async function measurePredict(options: PredictOptions): Promise<PredictReport> {
  const { rows, seed, folder, signal, say } = options;
  const machine = thisMachine();
  const file = await sampleFile({ rows, seed });
  say('building the app');
  const app = await synthesizeRaised(folder, signal);
  const { load, champion } = await measureStack(file, app, options);
  const alone = await measureFunction(file, app, champion, options);
  const { loadBefore: loadAfter } = thisMachine();
  return { bench: 'predict', machine, loadAfter, rows, seed, load, ...alone };
}

async function measureStack(
  file: string,
  { cdkOut, deployedLimitPerSecond }: RaisedApp,
  { folder, seed, seconds, signal, say }: PredictOptions,
): Promise<{ readonly load: LoadReport; readonly champion: ModelFiles }> {
  say('starting the local cloud, and training on the sample');
  const running = new BenchStack(folder, cdkOut);
  try {
    const stack = await running.ready(signal);
    const bucket = new RunBucket(stack);
    try {
      const { run } = await uploadAndFollow(bucket, file, 'sample.csv', {
        signal,
        onChange: () => undefined,
      });
      if (run.state !== 'published') throw new ChurnError('RUN_NOT_PUBLISHED', `The run is ${run.state}.`);
      const champion = await championFiles(createS3ObjectStore(bucket.name, bucket.client));
      const bodies = customerBodies(BATCH, seed + 1);
      const load = await measureApiLoad({ stack, bodies, seconds, deployedLimitPerSecond, signal, say });
      return { load, champion };
    } finally {
      bucket.close();
    }
  } finally {
    await running.stop();
  }
}

async function measureFunction(
  file: string,
  { cdkOut }: RaisedApp,
  champion: ModelFiles,
  options: PredictOptions,
): Promise<Pick<PredictReport, 'handler' | 'coldStart'>> {
  const { folder, seed, runs, signal, say } = options;
  const context: CloudContext = {
    ...{ ...ACCOUNT, host: '127.0.0.1', stateDirectory: folder, log: () => undefined },
    credentials: { accessKeyId: 'AKIABENCH', secretAccessKey: 'bench' },
  };
  const configuration = await predictFunction(cdkOut, folder, ACCOUNT);
  const buckets = await startModelBuckets(context);
  try {
    const measured: MeasuredFunction = {
      ...{ configuration, context, folder, signal, s3Endpoint: buckets.endpoint },
    };
    const bucket = await buckets.add(champion);
    const customers = customerBodies(BATCH, seed + 1);
    const ones = customers.map((customer) => JSON.stringify(customer));
    const bodies = { ones, thousand: JSON.stringify({ customers }) };
    say(`${runs} cold starts`);
    const coldStart = await measureColdStart(measured, bucket, bodies.ones[0] ?? '', runs);
    say('the handler with the champion');
    const [bundleBytes, ...layers] = await Promise.all([
      bytesIn(configuration.codeDirectory, (name) => name.endsWith('.js')),
      ...configuration.layerDirectories.map((directory) => bytesIn(directory)),
    ]);
    const layerBytes = layers.reduce((sum, bytes) => sum + bytes, 0);
    const handler = await measureModels({
      ...{ ...options, measured, buckets, bodies, sampleFile: file, champion: { ...champion, bucket } },
    });
    return { handler, coldStart: { ...coldStart, bundleBytes, layerBytes } };
  } finally {
    await buckets.close();
  }
}
