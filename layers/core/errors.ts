/** The base of every error this project throws on purpose. `code` is stable and safe to show; `message` is for people. */
export class ChurnError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/**
 * The data itself cannot be used: trying again gives the same answer, so a stage must not retry it.
 * The message names what is wrong and where (file, line, column).
 */
export class DataError extends ChurnError {}

/** The schema document is not a valid one. */
export class SchemaError extends DataError {}

/** Something a caller asked for is not there (a run, a model, a customer). */
export class NotFoundError extends ChurnError {}

/** One invalid field of a request; `path` is in JSON-path form without the `$.`: `customers[3].tenure`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A request that cannot be answered because of what it says. */
export class RequestError extends ChurnError {
  readonly fields: readonly FieldError[];

  constructor(code: string, message: string, fields: readonly FieldError[] = []) {
    super(code, message);
    this.fields = fields;
  }
}

/** Something the answer needs is not available now (no model yet, database waking); the caller may try again. */
export class UnavailableError extends ChurnError {
  readonly retryAfterSeconds: number;

  constructor(
    code: string,
    message: string,
    options: { readonly retryAfterSeconds: number; readonly cause?: unknown },
  ) {
    super(code, message, options);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
