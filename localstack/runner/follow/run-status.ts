import * as z from 'zod';

/** `runs/<runId>.json` in the data bucket, as far as it is shown here. */
export const runStatusSchema = z.object({
  runId: z.string(),
  state: z.string(),
  sourceKey: z.string(),
  contentSha256: z.string(),
  failure: z.object({ stage: z.string(), message: z.string() }).nullable(),
  customers: z.number().nullable(),
  rejectedRows: z.number().nullable(),
  modelVersion: z.string().nullable(),
  /** How much of its work the stage under way has done. */
  progress: z.object({ rowsDone: z.number(), rowsTotal: z.number().optional() }).optional(),
  updatedAt: z.string(),
});
export type RunStatus = z.infer<typeof runStatusSchema>;

const FINAL_STATES = new Set(['published', 'superseded', 'failed']);

/** Whether nothing more will happen to the run by itself. */
export function isFinal({ state }: RunStatus): boolean {
  return FINAL_STATES.has(state);
}

const SENTENCES: Readonly<Record<string, string>> = {
  received: 'received, kept as an immutable snapshot',
  cleaning: 'cleaning',
  'building-features': 'building features',
  training: 'training and comparing models',
  scoring: 'scoring every customer',
  superseded: 'superseded: a newer upload took its place',
};

/** A run's state in words, with what is known of it by then. */
export function describeRun(run: RunStatus): string {
  const { state, failure } = run;
  if (state === 'failed') return `failed in ${failure?.stage}: ${failure?.message}`;
  if (state === 'published') {
    const customers = `${count(run.customers)} customers, ${count(run.rejectedRows)} rows rejected`;
    return `published: ${customers}, model ${run.modelVersion}`;
  }
  const sentence = SENTENCES[state] ?? state;
  return failure === null ? sentence : `${sentence}, once more after: ${failure.message}`;
}

function count(value: number | null): string {
  return value === null ? 'an unknown number of' : value.toLocaleString('en-US');
}
