import type { FittedModel } from '#core/learners/learner.ts';
import type { CandidateSettings } from '#core/schema/candidate-settings.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { inThisThread } from '#core/training/training-crew.ts';
import { trainingThreads } from '#platform/training/training-threads.ts';

/** Threads that fit models together, started once and used for fit after fit as training does. */
export interface FittingThreads {
  readonly count: number;
  /** @param position Among the settings that the threads were started with. */
  fit(position: number): Promise<FittedModel>;
  close(): Promise<void>;
}

/** What the threads fit. */
export interface FittingData {
  readonly table: FeatureTable;
  readonly rows: Uint32Array;
  readonly settings: readonly CandidateSettings[];
  readonly seed: number;
}

/** One is the calling thread; more are the threads of the train stage. Close them after use. */
export function fittingThreads(count: number, { table, rows, settings, seed }: FittingData): FittingThreads {
  const factory = count === 1 ? inThisThread(() => performance.now()) : trainingThreads({ size: count });
  const crew = factory({ table, schema: WITHOUT_DIRECTIONS, candidates: settings, folds: [], rows, seed });
  return { count, fit: (position) => crew.fitOnAllRows(position), close: () => crew.close() };
}

/** Of the schema a fit only reads the directions that columns are held to; the peers have none either. */
export const WITHOUT_DIRECTIONS = { ...telcoSchema, columns: [] };
