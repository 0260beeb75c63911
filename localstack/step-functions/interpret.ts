import { setImmediate as turn } from 'node:timers/promises';
import { ExecutionError, ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import type { LambdaService } from '../services.ts';
import { type Definition, tasksOf } from './definition.ts';
import { invokeFunction, StateError } from './function-task.ts';

/** How an execution ended; `output` is JSON text. */
export type ExecutionEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: string; readonly cause: string };

export interface InterpretedExecution {
  /** Never resolves once it was aborted. */
  readonly ended: Promise<ExecutionEnd>;
  abort(): void;
}

export interface InterpreterOptions {
  readonly lambda: LambdaService;
  /** The wait before each retry, in the place of the definition's. */
  readonly retryDelayMs: number;
}

/** Carries a definition out. @throws Error where the interpreter cannot read the definition */
export function interpret(
  definition: Definition,
  input: unknown,
  { lambda, retryDelayMs }: InterpreterOptions,
): InterpretedExecution {
  const tasks = tasksOf(definition.States);
  const failedMaps = new Set<string>();
  const handlers = tasks.map(({ name, map }) => {
    const handler = async (given: unknown) => {
      if (map !== undefined) await requireUnbroken(map, failedMaps);
      return (await invokeFunction(lambda, given)) as never;
    };
    return [name, handler] as const;
  });
  const execution = new StateMachine(definition as never).run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      retryIntervalOverrides: Object.fromEntries(tasks.map(({ name }) => [name, retryDelayMs])),
    },
  });
  void noteFailedMaps(execution.eventLogs, failedMaps);
  let isAborted = false;
  const ended = execution.result.then(
    (output): ExecutionEnd => ({ status: 'SUCCEEDED', output: JSON.stringify(output ?? null) }),
    (error: unknown) => (isAborted ? new Promise<never>(() => {}) : endOf(error)),
  );
  return {
    ended,
    abort() {
      isAborted = true;
      execution.abort();
    },
  };
}

/** The interpreter goes on with the items that wait when one has failed; AWS does not. */
async function requireUnbroken(map: string, failedMaps: ReadonlySet<string>): Promise<void> {
  await turn();
  if (failedMaps.has(map)) throw new StateError('States.Aborted', `The map ${map} has failed.`, false);
}

async function noteFailedMaps(
  events: AsyncIterable<{ readonly type: string }>,
  failedMaps: Set<string>,
): Promise<void> {
  for await (const event of events) {
    if (event.type !== 'StateFailed' || !('state' in event)) continue;
    const { type, name } = event.state as { readonly type: string; readonly name: string };
    if (type === 'Map') failedMaps.add(name);
  }
}

function endOf(error: unknown): ExecutionEnd {
  if (error instanceof ExecutionTimeoutError) {
    return { status: 'TIMED_OUT', error: 'States.Timeout', cause: 'The execution ran out of time.' };
  }
  const reason = error instanceof ExecutionError ? error.cause : error;
  if (!(reason instanceof Error)) return { status: 'FAILED', error: 'States.Runtime', cause: String(reason) };
  return { status: 'FAILED', error: reason.name, cause: reason.message };
}
