import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChurnError } from '#core/errors.ts';
import { functionEnvironment, memoryFlags } from '../../../localstack/lambda/function-process.ts';
import type { CloudContext, FunctionConfiguration } from '../../../localstack/services.ts';
import { type HandlerCalls, type HandlerTimes, handlerTimesSchema } from './handler-times.ts';

/** The function, and where its S3 is. */
export interface MeasuredFunction {
  readonly configuration: FunctionConfiguration;
  readonly context: CloudContext;
  readonly s3Endpoint: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Asks the function's handler in a new process with the flags and the environment of the local stack, the bucket alone
 * being another. The process dies with the signal and with this one.
 * @throws ChurnError `PROCESS_FAILED` with the end of what it said; what the signal was aborted with
 */
export async function runHandler(
  { configuration, context, s3Endpoint, folder, signal }: MeasuredFunction,
  bucket: string,
  calls: HandlerCalls,
): Promise<HandlerTimes> {
  signal.throwIfAborted();
  const own = await mkdtemp(join(folder, 'handler-'));
  const callsFile = join(own, 'calls.json');
  await writeFile(callsFile, JSON.stringify(calls));
  const env = functionEnvironment({
    ...{ context, configuration, instanceId: 'bench', taskRoot: configuration.codeDirectory, preload: '' },
    ...{ temporaryDirectory: own, runtimeApi: '', clientEnvironment: { AWS_ENDPOINT_URL_S3: s3Endpoint } },
  });
  const script = join(import.meta.dirname, 'handler-process.ts');
  const child = spawn(
    process.execPath,
    [...memoryFlags(configuration.memoryMb), script, configuration.codeDirectory, callsFile],
    {
      env: { ...env, DATA_BUCKET: bucket },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      signal,
      killSignal: 'SIGKILL',
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(handlerTimesSchema.parse(message)));
    child.once('error', (error) => reject(signal.aborted ? signal.reason : error));
    child.once('exit', () =>
      reject(new ChurnError('PROCESS_FAILED', `The handler's process failed: ${said}`)),
    );
  });
}
