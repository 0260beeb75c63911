import type { FittedModel } from '../learners/learner.ts';
import {
  fitOnAllRows,
  type TrainingData,
  type ValidatedFold,
  type ValidationJob,
  validateFold,
} from './training-job.ts';

/** Whoever does the jobs of one training: this thread, or several. What they answer does not depend on it. */
export interface TrainingCrew {
  validateFold(job: ValidationJob): Promise<ValidatedFold>;
  /** Fits a candidate on all labelled rows, with every thread there is. */
  fitOnAllRows(candidate: number): Promise<FittedModel>;
  /** Lets the threads go; jobs that are under way end with an error. */
  close(): Promise<void>;
}

/** Gathers a crew around the data of one training. */
export type CrewFactory = (data: TrainingData) => TrainingCrew;

/** Does every job in this thread, one after another. @param nowMs Times the fits. */
export function inThisThread(nowMs: () => number): CrewFactory {
  return (data) => ({
    validateFold: async (job) => validateFold(data, job, nowMs),
    fitOnAllRows: async (candidate) => fitOnAllRows(data, candidate),
    close: async () => {},
  });
}
