/** An error of a service by AWS's JSON protocol that its caller sees by its name. */
export class JsonServiceError extends Error {
  /** Of the HTTP answer. */
  readonly status: number;

  constructor(
    name: string,
    message: string,
    { status = 400, ...options }: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = name;
    this.status = status;
  }
}
