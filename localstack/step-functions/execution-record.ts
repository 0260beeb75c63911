import * as z from 'zod';

/** An execution as it is kept in the state folder. Times are ISO 8601. */
export const executionRecordSchema = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  /** JSON text. */
  input: z.string(),
  startedAt: z.string(),
  /** Absent while it is under way. */
  stopped: z
    .object({
      at: z.string(),
      status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT']),
      output: z.string().optional(),
      error: z.string().optional(),
      cause: z.string().optional(),
    })
    .optional(),
});
export type ExecutionRecord = z.infer<typeof executionRecordSchema>;

/** As the API describes it: times are seconds since 1970. */
export function describedExecution({ startedAt, stopped, ...record }: ExecutionRecord) {
  const { at, ...end } = stopped ?? { at: undefined, status: 'RUNNING' };
  return {
    ...record,
    ...end,
    startDate: secondsOf(startedAt),
    ...(at === undefined ? {} : { stopDate: secondsOf(at) }),
  };
}

/** An ISO 8601 time in seconds since 1970. */
export function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}
