/** Which training is asked for, and by what. */
export interface TrainingOrder {
  readonly runId: string;
  /** What asked for it, such as an event's version: the same occasion, told twice, starts one task. */
  readonly occasion: string;
}

/** Runs trainings outside of functions. */
export interface TrainingTasks {
  /**
   * Starts a training and does not wait for its end; `started before` where the occasion had its task already.
   * @throws ChurnError `TASK_NOT_STARTED` where there is no room for it now
   */
  start(order: TrainingOrder): Promise<'started' | 'started before'>;
}
