/** The service's errors with their HTTP status, as the SDK knows them. */
const ERROR_STATUS = {
  AccessDeniedException: 403,
  ClientException: 400,
  ClusterNotFoundException: 400,
  ConflictException: 400,
  InvalidParameterException: 400,
  ServerException: 500,
  UnknownOperationException: 404,
} as const;

export type EcsErrorName = keyof typeof ERROR_STATUS;

/** An error that the caller sees by its name. */
export class EcsError extends Error {
  readonly status: number;

  constructor(name: EcsErrorName, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = name;
    this.status = ERROR_STATUS[name];
  }
}
