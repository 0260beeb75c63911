import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  CloudContext,
  FunctionConfiguration,
  InvocationResult,
  LambdaService,
  QueueService,
} from '../services.ts';
import { OrderedFiles } from '../sqs/ordered-files.ts';
import { AsyncQueue, type AsyncTarget } from './async-queue.ts';
import { CodeStore } from './code-store.ts';
import { FunctionInstance } from './function-instance.ts';
import { FunctionLog } from './function-log.ts';
import { FunctionPool } from './function-pool.ts';
import { LambdaServiceError } from './lambda-error.ts';

const MAX_SYNC_BYTES = 6_291_456;
const MAX_ASYNC_BYTES = 1_048_576;
const IDLE_TIMEOUT_MS = 10 * 60_000;
const RETRY_DELAY_MS = 1_000;

export interface LambdaOptions {
  /** Where dead letters go. */
  readonly queue: QueueService;
  /** Added to each function's environment: endpoints and credentials. */
  readonly clientEnvironment: Readonly<Record<string, string>>;
  /** Each function logs to `<function>.log` in it. */
  readonly logDirectory: string;
  /** How long a process is kept without a call. @default 10 minutes */
  readonly idleTimeoutMs?: number;
  /** The wait before an asynchronous call's first retry, doubled for the next. @default 1 second (AWS: 1 minute) */
  readonly retryDelayMs?: number;
}

/**
 * Runs registered functions in processes of their own, by AWS's runtime client. State is in `<stateDirectory>/lambda`:
 * `queue` holds the asynchronous calls, `code` and `tmp` are emptied at each start. `invoke` and `invokeAsync` throw
 * LambdaServiceError where Lambda itself refuses a call.
 */
export async function startLambdaService(
  context: CloudContext,
  options: LambdaOptions,
): Promise<LambdaService> {
  const directory = join(context.stateDirectory, 'lambda');
  const temporaryRoot = join(directory, 'tmp');
  await rm(temporaryRoot, { recursive: true, force: true });
  const code = await CodeStore.open(join(directory, 'code'));
  const pools = new Map<string, FunctionPool>();
  const closing: Promise<void>[] = [];
  const log = (message: string) => context.log('lambda', message);

  const newPool = (configuration: FunctionConfiguration): FunctionPool => {
    let copied: Promise<string> | undefined;
    const functionLog = new FunctionLog(join(options.logDirectory, `${configuration.name}.log`), log);
    return new FunctionPool(configuration, {
      idleTimeoutMs: options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
      launch: async () => {
        copied ??= code.copy(configuration);
        const { clientEnvironment } = options;
        const { preload } = code;
        const taskRoot = await copied;
        return FunctionInstance.start({
          ...{ context, configuration, taskRoot, preload, clientEnvironment, temporaryRoot },
          log: functionLog,
        });
      },
    });
  };
  const poolOf = (functionArn: string): FunctionPool => {
    const pool = pools.get(functionArn) ?? pools.get(functionArn.split(':').slice(0, 7).join(':'));
    if (pool !== undefined) return pool;
    throw new LambdaServiceError('ResourceNotFoundException', 404, `Function not found: ${functionArn}`);
  };
  const queue = new AsyncQueue({
    files: new OrderedFiles(join(directory, 'queue')),
    queue: options.queue,
    targetOf: (functionArn) => asyncTarget(pools.get(functionArn)),
    retryDelayMs: options.retryDelayMs ?? RETRY_DELAY_MS,
    log,
  });

  return {
    register(configuration) {
      const former = pools.get(configuration.arn);
      if (former !== undefined) closing.push(former.close());
      pools.set(configuration.arn, newPool(configuration));
    },
    async invoke(functionArn, event): Promise<InvocationResult> {
      const pool = poolOf(functionArn);
      return pool.invoke(randomUUID(), payloadOf(event, MAX_SYNC_BYTES));
    },
    async invokeAsync(functionArn, event) {
      const { configuration } = poolOf(functionArn);
      await queue.add(configuration.arn, payloadOf(event, MAX_ASYNC_BYTES));
    },
    startQueue: () => queue.start(),
    async close() {
      const noMoreCalls = queue.close();
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      await Promise.all([noMoreCalls, ...closing]);
    },
  };
}

function asyncTarget(pool: FunctionPool | undefined): AsyncTarget | undefined {
  if (pool === undefined) return undefined;
  const { asyncRetries, deadLetterQueueArn, onFailureFunctionArn } = pool.configuration;
  return {
    asyncRetries,
    ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
    ...(onFailureFunctionArn === undefined ? {} : { onFailureFunctionArn }),
    concurrency: pool.concurrency,
    invoke: (requestId, payload) => pool.invoke(requestId, payload),
  };
}

function payloadOf(event: unknown, maxBytes: number): string {
  const payload = JSON.stringify(event === undefined ? {} : event);
  if (payload === undefined) {
    throw new LambdaServiceError(
      'InvalidRequestContentException',
      400,
      'The event cannot be written as JSON.',
    );
  }
  if (Buffer.byteLength(payload) <= maxBytes) return payload;
  const message = `Request must be smaller than ${maxBytes} bytes for the InvokeFunction operation`;
  throw new LambdaServiceError('RequestEntityTooLargeException', 413, message);
}
