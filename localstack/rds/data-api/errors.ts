/** The service's errors with their HTTP status, as the SDK knows them. */
export const ERROR_STATUS = {
  AccessDeniedException: 403,
  BadRequestException: 400,
  DatabaseErrorException: 400,
  DatabaseUnavailableException: 504,
  ForbiddenException: 403,
  InternalServerErrorException: 500,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  StatementTimeoutException: 400,
  TransactionNotFoundException: 404,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
  UnsupportedResultException: 400,
} as const;

export type DataApiErrorName = keyof typeof ERROR_STATUS;

/** An error that the caller sees by its name. */
export class DataApiError extends Error {
  /** More members of the answer's body. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    name: DataApiErrorName,
    message: string,
    options: { readonly cause?: unknown; readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.details = options.details ?? {};
  }

  get status(): number {
    return ERROR_STATUS[this.name as DataApiErrorName];
  }
}

/** Codes of the driver and the system that mean: there is no server to talk to. */
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
]);

/** The service's error for one of the driver's. */
export function fromDriverError(error: unknown): DataApiError {
  if (error instanceof DataApiError) return error;
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Readonly<
    Record<'code' | 'errno' | 'sqlMessage' | 'fatal', unknown>
  >;
  const message = error instanceof Error ? error.message : String(error);
  if (UNAVAILABLE_CODES.has(String(fields.code)) || /closed state|Pool is closed/.test(message)) {
    return new DataApiError('DatabaseUnavailableException', 'The writer instance is not available.', {
      cause: error,
    });
  }
  if (typeof fields.sqlMessage === 'string') {
    return new DataApiError(
      'DatabaseErrorException',
      `Database error code: ${String(fields.errno)}. Message: ${fields.sqlMessage}`,
      { cause: error },
    );
  }
  return new DataApiError('InternalServerErrorException', message, { cause: error });
}
