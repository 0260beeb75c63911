import { ChurnError } from '#core/errors.ts';

export interface ApiErrorDetails {
  /** HTTP status; absent where no answer came. */
  readonly status?: number | undefined;
  /** The API's name for this request, to look it up in the logs. */
  readonly requestId?: string | undefined;
  /** After how many seconds the API asks to be tried again. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A call of the API that gave no usable answer; `code` is the API's own or one of the client's below. */
export class ApiError extends ChurnError {
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, message: string, details: ApiErrorDetails = {}) {
    super(code, message, { cause: details.cause });
    this.status = details.status;
    this.requestId = details.requestId;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** No connection, or it broke off. */
export const UNREACHABLE = 'API_UNREACHABLE';
/** No answer in time. */
export const TIMED_OUT = 'API_TIMED_OUT';
/** An answer that is not what the contract says. */
export const UNEXPECTED_ANSWER = 'UNEXPECTED_ANSWER';
/** The API's codes that the dashboard has a page for. */
export const NO_PUBLISHED_RUN = 'NO_PUBLISHED_RUN';
export const DATABASE_WAKING = 'DATABASE_WAKING';
