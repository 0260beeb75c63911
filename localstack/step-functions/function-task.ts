import * as z from 'zod';
import { LambdaServiceError } from '../lambda/lambda-error.ts';
import type { InvocationResult, LambdaService } from '../services.ts';

/** An error of a state, as Retry and Catch see it: its name is matched with ErrorEquals, its message is the Cause. */
export class StateError extends Error {
  /** Whether Retry and Catch may take it up. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string, mayBeTakenUp = true) {
    super(cause);
    this.name = name;
    this.isRetryable = mayBeTakenUp;
    this.isCatchable = mayBeTakenUp;
  }
}

const callSchema = z.object({ FunctionName: z.string(), Payload: z.unknown() });
const errorSchema = z.looseObject({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/**
 * Does `lambda:invoke`: a call that waits for its answer, `{ Payload, StatusCode, ExecutedVersion }`.
 * @throws StateError by the function's own error type, `Lambda.*` where Lambda refuses the call, `Sandbox.Timedout`
 */
export async function invokeFunction(lambda: LambdaService, input: unknown): Promise<unknown> {
  const { FunctionName, Payload } = callSchema.parse(input);
  const { payload, functionError } = await answerOf(lambda, FunctionName, Payload);
  if (functionError === undefined) {
    return { ExecutedVersion: '$LATEST', Payload: parsedOr(payload, null), StatusCode: 200 };
  }
  const document = errorSchema.safeParse(parsedOr(payload, undefined));
  const { errorType, errorMessage = '' } = document.success ? document.data : {};
  const isTimeout = errorType === undefined && errorMessage.includes('Task timed out');
  throw new StateError(errorType ?? (isTimeout ? 'Sandbox.Timedout' : 'Lambda.Unknown'), payload);
}

async function answerOf(
  lambda: LambdaService,
  functionName: string,
  payload: unknown,
): Promise<InvocationResult> {
  try {
    return await lambda.invoke(functionName, payload);
  } catch (error) {
    if (!(error instanceof LambdaServiceError)) throw error;
    throw new StateError(`Lambda.${error.code}`, error.message);
  }
}

function parsedOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
