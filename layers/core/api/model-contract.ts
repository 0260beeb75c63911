import { z } from 'zod';
import {
  calibrationSchema,
  candidateSchema,
  intervalSchema,
  modelMetadataSchema,
} from '../lake/documents.ts';
import { provenance } from './provenance.ts';

const count = z.number().int().min(0);
const metadata = modelMetadataSchema.shape;

/** The simpler ways of ranking, the first with its column's name for people. */
const benchmarksSchema = z.object({
  oneRule: metadata.benchmarks.unwrap().shape.oneRule.extend({ label: z.string() }),
  random: metadata.benchmarks.unwrap().shape.random,
});

/** Whether a new model took the standing one's place. */
export const modelPromotionSchema = z.object({
  decision: z.enum(['champion', 'challenger']),
  /** One sentence for people. */
  reason: z.string(),
  /** The version that stood; absent, as all below, where there was none to compare with. */
  against: z.string().optional(),
  /** Customers whom neither model had been fitted on, the same for both. */
  comparedRows: count.optional(),
  /** On them. */
  rocAuc: z.number().optional(),
  againstRocAuc: z.number().optional(),
  /** By how much the new ROC-AUC is above the standing one, with its 95 % interval (± 1.96 standard errors). */
  lead: intervalSchema.optional(),
});
export type ModelPromotion = z.infer<typeof modelPromotionSchema>;

/** GET /api/model: of the published run's model. What an older trainer did not write is absent. */
export const modelSchema = z.object({
  ...provenance,
  /** Of EMPC and profits. */
  currency: z.string(),
  algorithm: z.string(),
  trainedAt: z.string(),
  /** Of the chosen candidate. */
  rocAuc: intervalSchema,
  chosen: metadata.chosen,
  /** In the trainer's order, from the simplest to the most complex. */
  candidates: z.array(candidateSchema.extend({ chosen: z.boolean() })),
  benchmarks: benchmarksSchema.optional(),
  /** Of the chosen candidate on customers it was not fitted on; see the metadata for their axes. */
  curves: metadata.curves,
  importance: z.array(z.object({ column: z.string(), label: z.string(), rocAucDrop: z.number() })),
  /** Columns that the model does not read, since each alone tells who left; empty where none does. */
  leaks: z.array(z.object({ column: z.string(), label: z.string(), rocAuc: z.number() })).optional(),
  promotion: modelPromotionSchema.optional(),
  /** The model that the published run trained itself, where it was not good enough to score the run. */
  challenger: z
    .object({
      modelVersion: z.string(),
      algorithm: z.string(),
      trainedAt: z.string(),
      promotion: modelPromotionSchema,
    })
    .optional(),
  campaign: metadata.campaign,
  calibration: z.enum(calibrationSchema.options.map((option) => option.shape.method.value)),
  validation: metadata.crossValidation,
  /** The run that the model was trained on; an older one than the published run where its champion still stands. */
  trainedOn: z.object({ runId: z.string(), dataSha256: z.string(), labelled: count, left: count }),
  seed: z.number().int(),
  codeVersion: z.string(),
});
export type Model = z.infer<typeof modelSchema>;
