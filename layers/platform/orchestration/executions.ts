/** Executions of one state machine. */
export interface Executions {
  /**
   * Starts an execution unless one of this name was there before, and does not wait for its end.
   * @returns `ended` where the one before has ended, however it did; else one of this name is under way
   */
  start(name: string, input: unknown): Promise<'under way' | 'ended'>;
}
