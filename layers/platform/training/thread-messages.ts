import { ChurnError, DataError, SchemaError } from '#core/errors.ts';
import type { FittedModel } from '#core/learners/learner.ts';
import type { TrainingData, ValidatedFold, ValidationJob } from '#core/training/training-job.ts';
import type { TeamSeat } from './thread-team.ts';

/** What a thread is started with. */
export interface ThreadSetup {
  readonly data: TrainingData;
  readonly seat: TeamSeat;
}

export type ThreadRequest =
  | { readonly kind: 'validate-fold'; readonly job: ValidationJob }
  /** Every member of the team is asked for this at once; only rank 0 answers with the model. */
  | { readonly kind: 'fit-together'; readonly candidate: number };

export type ThreadAnswer =
  | { readonly kind: 'validated'; readonly fold: ValidatedFold }
  | { readonly kind: 'fitted'; readonly model: FittedModel | undefined }
  | { readonly kind: 'failed'; readonly failure: ThreadFailure };

/** An error in a form that passes from one thread to another. */
export interface ThreadFailure {
  readonly type: 'schema' | 'data' | 'churn' | 'other';
  readonly code: string;
  readonly message: string;
  readonly stack: string | undefined;
}

export function failureOf(error: unknown): ThreadFailure {
  const type =
    error instanceof SchemaError
      ? 'schema'
      : error instanceof DataError
        ? 'data'
        : error instanceof ChurnError
          ? 'churn'
          : 'other';
  return {
    type,
    code: error instanceof ChurnError ? error.code : 'TRAINING_THREAD_FAILED',
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  };
}

/** The error as it was thrown in the other thread, its type and code included; its stack there is the cause. */
export function errorOf({ type, code, message, stack }: ThreadFailure): ChurnError {
  const cause = { cause: stack };
  if (type === 'schema') return new SchemaError(code, message, cause);
  if (type === 'data') return new DataError(code, message, cause);
  return new ChurnError(code, message, cause);
}
