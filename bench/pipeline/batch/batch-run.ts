import * as z from 'zod';

/** One way from a raw file to customer_features.csv, in a process of its own. */
export const batchRunSchema = z.object({
  /** From before the raw file is opened to when the last file is written; starting and importing are not in it. */
  ms: z.number(),
  /** Of the process, over its whole life. */
  peakRssMb: z.number(),
});
export type BatchRun = z.infer<typeof batchRunSchema>;
