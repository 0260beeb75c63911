/** An expression or timezone that EventBridge Scheduler would not take. */
export class ScheduleExpressionError extends Error {
  override readonly name = 'ScheduleExpressionError';

  constructor(expression: string, reason: string, options?: { readonly cause?: unknown }) {
    super(`The schedule "${expression}" is not valid: ${reason}.`, options);
  }
}
