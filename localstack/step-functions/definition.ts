import { availableParallelism } from 'node:os';
import * as z from 'zod';
import { TemplateError } from '../template/template-error.ts';

/*
 * The part of the Amazon States Language that runs here as it does on AWS. Every other field or type of state is refused:
 * the interpreter would leave it out without a word.
 */

const retrierSchema = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().optional(),
  MaxAttempts: z.number().optional(),
  BackoffRate: z.number().optional(),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});
const catcherSchema = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ResultPath: z.string().nullable().optional(),
});
const flow = { Comment: z.string().optional(), Next: z.string().optional(), End: z.boolean().optional() };
const paths = {
  InputPath: z.string().nullable().optional(),
  OutputPath: z.string().nullable().optional(),
  ResultPath: z.string().nullable().optional(),
  ResultSelector: z.record(z.string(), z.unknown()).optional(),
};

const taskSchema = z.strictObject({
  ...{ Type: z.literal('Task'), ...flow, ...paths },
  Resource: z.literal('arn:aws:states:::lambda:invoke', { error: 'only lambda:invoke runs here' }),
  Parameters: z.strictObject({
    FunctionName: z.string(),
    Payload: z.unknown().optional(),
    'Payload.$': z.string().optional(),
  }),
  TimeoutSeconds: z.number({ error: 'must be said: the interpreter would end the task after a minute' }),
  Retry: z.array(retrierSchema).optional(),
  Catch: z.array(catcherSchema).optional(),
});
export type TaskState = z.infer<typeof taskSchema>;

const passSchema = z.strictObject({
  ...{ Type: z.literal('Pass'), ...flow, ...paths },
  Parameters: z.unknown().optional(),
  Result: z.unknown().optional(),
});
const choiceSchema = z.strictObject({
  Type: z.literal('Choice'),
  Comment: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).min(1),
  Default: z.string().optional(),
});
const succeedSchema = z.strictObject({ Type: z.literal('Succeed'), Comment: z.string().optional() });
const failSchema = z.strictObject({
  Type: z.literal('Fail'),
  Comment: z.string().optional(),
  Error: z.string().optional(),
  ErrorPath: z.string().optional(),
  Cause: z.string().optional(),
  CausePath: z.string().optional(),
});

/** What is done for each item; in a distributed map each is an execution of its own on AWS, and a branch here. */
const processorSchema = z.strictObject({
  ProcessorConfig: z
    .strictObject({
      Mode: z.enum(['INLINE', 'DISTRIBUTED']),
      ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
    })
    .optional(),
  StartAt: z.string(),
  get States() {
    return statesSchema;
  },
});
const mapSchema = z.strictObject({
  ...{ Type: z.literal('Map'), ...flow, ...paths },
  Label: z.string().optional(),
  ItemsPath: z.string().optional(),
  ItemSelector: z.record(z.string(), z.unknown()).optional(),
  ItemProcessor: processorSchema,
  MaxConcurrency: z.number().int().min(0).default(0),
  ToleratedFailurePercentage: z.literal(0, { error: 'only 0 runs here' }).optional(),
  ToleratedFailureCount: z.literal(0, { error: 'only 0 runs here' }).optional(),
  Catch: z.array(catcherSchema).optional(),
});
export type MapState = z.infer<typeof mapSchema>;

const stateSchema = z.discriminatedUnion('Type', [
  taskSchema,
  mapSchema,
  passSchema,
  choiceSchema,
  succeedSchema,
  failSchema,
]);
const statesSchema: z.ZodType<Record<string, z.infer<typeof stateSchema>>> = z.lazy(() =>
  z.record(z.string(), stateSchema),
);
const definitionSchema = z.strictObject({
  Comment: z.string().optional(),
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.literal('JSONPath', { error: 'only JSONPath runs here' }).optional(),
  TimeoutSeconds: z.number().optional(),
  StartAt: z.string(),
  States: statesSchema,
});

/** A state machine's definition, of which every part runs here. */
export type Definition = z.infer<typeof definitionSchema>;
type States = Definition['States'];

/** A Task state, by its name; with the Map that it is in. */
export interface NamedTask {
  readonly name: string;
  readonly task: TaskState;
  readonly map: string | undefined;
}

/**
 * Reads a definition. A map does no more at once than the machine has cores, whatever it asks for.
 * @throws TemplateError naming the first part that does not run here
 */
export function parseDefinition(text: string): Definition {
  const parsed = definitionSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new TemplateError(`the definition does not run on the local cloud: ${issues.join('; ')}`);
  }
  const names = tasksOf(parsed.data.States).map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new TemplateError(`the local cloud needs one Task of the name ${twice} only`);
  return { ...parsed.data, States: boundedByCores(parsed.data.States) };
}

/** All Task states, those in maps too. */
export function tasksOf(states: States, map?: string): NamedTask[] {
  return Object.entries(states).flatMap(([name, state]): NamedTask[] => {
    if (state.Type === 'Task') return [{ name, task: state, map }];
    return state.Type === 'Map' ? tasksOf(state.ItemProcessor.States, name) : [];
  });
}

function boundedByCores(states: States): States {
  const cores = availableParallelism();
  const bounded = Object.entries(states).map(([name, state]) => {
    if (state.Type !== 'Map') return [name, state];
    const MaxConcurrency = Math.min(state.MaxConcurrency || cores, cores);
    const ItemProcessor = { ...state.ItemProcessor, States: boundedByCores(state.ItemProcessor.States) };
    return [name, { ...state, MaxConcurrency, ItemProcessor }];
  });
  return Object.fromEntries(bounded) as States;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TemplateError('the definition is not JSON', { cause });
  }
}
