import * as z from 'zod';

const partSchema = z.object({ runId: z.string(), modelVersion: z.string(), part: z.number() });

/** What a writer is asked: to score a part and hold its rows, which are counted, or to write them to another run. */
export const writingRequestSchema = z.union([
  z.object({ hold: partSchema }),
  z.object({ write: partSchema, fromFiles: z.boolean() }),
]);
export type WritingRequest = z.infer<typeof writingRequestSchema>;

export const writtenSchema = z.object({
  rows: z.number(),
  ms: z.number(),
  /** False also where the database refuses files, or the rows were too few to be worth one. */
  fromFiles: z.boolean(),
});
export type Written = z.infer<typeof writtenSchema>;
