/** The service's published limits. */
export interface DataApiLimits {
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly rowBytes: number;
  readonly statementTimeoutMs: number;
  /** A transaction unused for so long is rolled back. */
  readonly transactionIdleMs: number;
  readonly transactionMs: number;
}

export const AWS_LIMITS: DataApiLimits = {
  requestBytes: 4 * 1024 * 1024,
  responseBytes: 1024 * 1024,
  rowBytes: 64 * 1024,
  statementTimeoutMs: 45_000,
  transactionIdleMs: 180_000,
  transactionMs: 86_400_000,
};
