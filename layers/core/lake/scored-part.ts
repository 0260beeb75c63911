import * as z from 'zod';
import { runFiguresStateSchema } from '../insights/run-figures.ts';

/**
 * `scores/<runId>/<modelVersion>/writing.json`: names the writing of the run's rows that is under way or done. Where its
 * rows are gone another writing begins, and the parts that were done in this one count no more.
 */
export const scoringWritingSchema = z.object({
  runId: z.string(),
  modelVersion: z.string(),
  writingId: z.string(),
});
export type ScoringWriting = z.infer<typeof scoringWritingSchema>;

/** `scores/<runId>/<modelVersion>/part-NNNN.json`, written when the part's rows are: it says that the part is done. */
export const scoredPartSchema = scoringWritingSchema.extend({
  part: z.number().int().min(1),
  rows: z.number().int().min(0),
  /** Of the part of customer_features.csv that was scored. */
  featuresEtag: z.string(),
  figures: runFiguresStateSchema,
});
export type ScoredPart = z.infer<typeof scoredPartSchema>;
