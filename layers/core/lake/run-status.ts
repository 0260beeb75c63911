import * as z from 'zod';

/** The states of a run in order; `superseded` ends a run that a newer one overtook before it was published. */
export const RUN_STATES = [
  'received',
  'cleaning',
  'building-features',
  'training',
  'scoring',
  'published',
  'superseded',
  'failed',
] as const;

export const runStateSchema = z.enum(RUN_STATES);
export type RunState = z.infer<typeof runStateSchema>;

export const STAGES = ['ingest', 'clean', 'features', 'train', 'score'] as const;
export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;

/** The state that a run is in while a stage is at work on it. */
export const STATE_DURING: Readonly<Record<Stage, RunState>> = {
  ingest: 'received',
  clean: 'cleaning',
  features: 'building-features',
  train: 'training',
  score: 'scoring',
};

export const runFailureSchema = z.object({
  stage: stageSchema,
  code: z.string(),
  message: z.string(),
  /** True where the fault may be of the moment; false where the data itself cannot be used. */
  retryable: z.boolean(),
});

/** How much of its work the stage under way has done. */
export const runProgressSchema = z.object({
  stage: stageSchema,
  /** In training every fit counts the rows that it is made on. */
  rowsDone: z.number().int().min(0),
  /** Where it is known beforehand. */
  rowsTotal: z.number().int().min(0).optional(),
});
export type RunProgress = z.infer<typeof runProgressSchema>;

/** What a stage says of its progress. */
export interface ReportedProgress extends RunProgress {
  /** Where parts are worked on at once: the one that `rowsDone` is of. */
  readonly part?: number;
}

/** `runs/<runId>.json`: how far a run has come. Times are ISO 8601 in UTC. */
export const runStatusSchema = z.object({
  runId: z.string(),
  state: runStateSchema,
  sourceKey: z.string(),
  contentSha256: z.string(),
  bytes: z.number().int().min(0),
  receivedAt: z.string(),
  updatedAt: z.string(),
  /** How often it was changed since it was opened, reports of progress aside: tells which of two is later. Absent at first. */
  revision: z.number().int().min(0).optional(),
  /** Failed attempts of the stage now at work. */
  attempts: z.number().int().min(0),
  failure: runFailureSchema.nullable(),
  /** Customers usable after cleaning, once known. */
  customers: z.number().int().min(0).nullable(),
  rejectedRows: z.number().int().min(0).nullable(),
  modelVersion: z.string().nullable(),
  /** Of the stage under way, some time ago; absent until it has said something. */
  progress: runProgressSchema.optional(),
  /** What `progress` is the sum of, by part, where parts are worked on at once. */
  rowsDoneByPart: z.record(z.string(), z.number().int().min(0)).optional(),
});
export type RunStatus = z.infer<typeof runStatusSchema>;
export type RunFailure = z.infer<typeof runFailureSchema>;

/** Whether nothing more will happen to the run by itself. */
export function isTerminal(state: RunState): boolean {
  return state === 'published' || state === 'superseded' || state === 'failed';
}
