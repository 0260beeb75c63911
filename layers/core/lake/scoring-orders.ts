import * as z from 'zod';
import { isRunId } from './keys.ts';

const runId = z.string().refine(isRunId, 'No run id.');

/** What the executions of scoring begin with: which run, by which model. */
export const scoringOrderSchema = z.object({ runId, modelVersion: z.string().min(1) });
export type ScoringOrder = z.infer<typeof scoringOrderSchema>;

/** What is planned for a run: one piece of work a part. */
export const scoringPlanSchema = scoringOrderSchema.extend({
  /** See scoringWritingSchema. */
  writingId: z.string(),
  /** The numbers of the parts of customer_features.csv, from 1. */
  parts: z.array(z.number().int().min(1)).min(1),
});
export type ScoringPlan = z.infer<typeof scoringPlanSchema>;

/** The work on one part. */
export const partOrderSchema = scoringPlanSchema
  .omit({ parts: true })
  .extend({ part: z.number().int().min(1) });
export type PartOrder = z.infer<typeof partOrderSchema>;

/** All parts are done: what remains is to put them together. */
export const publishOrderSchema = scoringPlanSchema.omit({ parts: true }).extend({
  /** When the scoring of the run began. */
  startedAt: z.iso.datetime(),
});
export type PublishOrder = z.infer<typeof publishOrderSchema>;

/** Tells that scoring was given up: at a part, or at what comes before and after the parts. */
export const givenUpScoringSchema = z.object({
  givenUpScoring: z.object({
    runId,
    part: z.number().int().min(1).optional(),
    /** As Step Functions names it, and in its words: of a function the JSON of its error. */
    error: z.object({ Error: z.string(), Cause: z.string().optional() }),
  }),
});
export type GivenUpScoring = z.infer<typeof givenUpScoringSchema>['givenUpScoring'];
