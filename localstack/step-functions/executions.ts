import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CloudContext, LambdaService, StateMachineConfiguration } from '../services.ts';
import { type Definition, parseDefinition } from './definition.ts';
import { ExecutionFiles } from './execution-files.ts';
import { describedExecution, type ExecutionRecord, secondsOf } from './execution-record.ts';
import { type ExecutionEnd, type InterpretedExecution, interpret } from './interpret.ts';
import { StepFunctionsError } from './step-functions-error.ts';

export interface ExecutionSettings {
  readonly stateMachines: readonly StateMachineConfiguration[];
  readonly lambda: LambdaService;
  /** The wait before each retry of a state. @default 1 second (AWS: as the definition says) */
  readonly retryDelayMs?: number;
}

export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  /** JSON text. */
  readonly input: string;
}

const RETRY_DELAY_MS = 1_000;
/** What Step Functions takes for a name, without what its own tools cannot show. */
const NAME = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * Carries executions out. State is in `<stateDirectory>/step-functions`. One that was under way when the local cloud
 * ended is begun anew, from its first state, at the next start.
 */
export class Executions {
  readonly #context: CloudContext;
  readonly #settings: ExecutionSettings;
  readonly #files: ExecutionFiles;
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #records = new Map<string, ExecutionRecord>();
  readonly #underWay = new Set<InterpretedExecution>();
  #isClosed = false;

  /** @throws TemplateError for a definition that does not run here */
  constructor(context: CloudContext, settings: ExecutionSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#files = new ExecutionFiles(join(context.stateDirectory, 'step-functions'));
    this.#definitions = new Map(
      settings.stateMachines.map(({ arn, definition }) => [arn, parseDefinition(definition)]),
    );
  }

  /** Goes on with what was left over from before. */
  async open(): Promise<void> {
    for (const record of await this.#files.readAll(Date.now())) {
      this.#records.set(record.executionArn, record);
      if (record.stopped !== undefined) continue;
      this.#log(`execution ${record.name} is begun anew`);
      void this.#run(record);
    }
  }

  /**
   * Starts an execution, which is on disk when this resolves; one of the same name and input that is under way is meant.
   * @throws StepFunctionsError as Step Functions refuses a call
   */
  async start({ stateMachineArn, name = randomUUID(), input }: StartRequest) {
    this.#definitionOf(stateMachineArn);
    if (!NAME.test(name)) throw new StepFunctionsError('InvalidName', `Invalid Name: '${name}'`);
    requireJson(input);
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const standing = this.#records.get(executionArn);
    if (standing !== undefined) {
      if (standing.stopped === undefined && standing.input === input) return startedAnswer(standing);
      throw new StepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    const startedAt = new Date().toISOString();
    const record: ExecutionRecord = { executionArn, stateMachineArn, name, input, startedAt };
    this.#records.set(executionArn, record);
    try {
      await this.#files.write(record);
    } catch (error) {
      this.#records.delete(executionArn);
      throw error;
    }
    void this.#run(record);
    return startedAnswer(record);
  }

  /** @throws StepFunctionsError `ExecutionDoesNotExist` */
  describe(executionArn: string) {
    const record = this.#records.get(executionArn);
    if (record !== undefined) return describedExecution(record);
    throw new StepFunctionsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  /** Leaves what is under way; it is begun anew at the next start. */
  close(): void {
    this.#isClosed = true;
    for (const execution of this.#underWay) execution.abort();
  }

  async #run(record: ExecutionRecord): Promise<void> {
    const end = await this.#endOf(record).catch((error: Error): ExecutionEnd => {
      return { status: 'FAILED', error: 'States.Runtime', cause: error.message };
    });
    if (this.#isClosed) return;
    const ended = { ...record, stopped: { ...end, at: new Date().toISOString() } };
    this.#records.set(record.executionArn, ended);
    const why = end.status === 'SUCCEEDED' ? '' : `: ${end.error} ${end.cause.slice(0, 300)}`;
    this.#log(`execution ${record.name} ${end.status.toLowerCase().replace('_', ' ')}${why}`);
    await this.#files.write(ended).catch((error: Error) => {
      this.#log(`the end of ${record.name} cannot be noted, so it is begun anew: ${error.message}`);
    });
  }

  async #endOf({ stateMachineArn, input }: ExecutionRecord): Promise<ExecutionEnd> {
    const { lambda, retryDelayMs = RETRY_DELAY_MS } = this.#settings;
    const definition = this.#definitionOf(stateMachineArn);
    const execution = interpret(definition, JSON.parse(input), { lambda, retryDelayMs });
    this.#underWay.add(execution);
    const end = await execution.ended;
    this.#underWay.delete(execution);
    return end;
  }

  #definitionOf(stateMachineArn: string): Definition {
    const definition = this.#definitions.get(stateMachineArn);
    if (definition !== undefined) return definition;
    const message = `State Machine Does Not Exist: '${stateMachineArn}'`;
    throw new StepFunctionsError('StateMachineDoesNotExist', message);
  }

  #log(message: string): void {
    this.#context.log('step functions', message);
  }
}

function startedAnswer({ executionArn, startedAt }: ExecutionRecord) {
  return { executionArn, startDate: secondsOf(startedAt) };
}

function requireJson(input: string): void {
  try {
    JSON.parse(input);
  } catch (cause) {
    throw new StepFunctionsError('InvalidExecutionInput', 'Invalid State Machine Execution Input', { cause });
  }
}
