export type LambdaErrorCode =
  | 'ResourceNotFoundException'
  | 'InvalidRuntimeException'
  | 'TooManyRequestsException'
  | 'RequestEntityTooLargeException'
  | 'InvalidRequestContentException'
  | 'InvalidCodeException'
  | 'ServiceException';

/** A call that Lambda itself refused, before any handler saw it; `statusCode` is the Invoke API's. */
export class LambdaServiceError extends Error {
  override readonly name = 'LambdaServiceError';
  readonly code: LambdaErrorCode;
  readonly statusCode: number;

  constructor(
    code: LambdaErrorCode,
    statusCode: number,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
    this.statusCode = statusCode;
  }
}
