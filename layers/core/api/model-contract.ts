import * as z from 'zod';
import {
  calibrationSchema,
  candidateSchema,
  intervalSchema,
  modelMetadataSchema,
} from '../lake/documents.ts';
import { currencySchema, provenance, timeSchema } from './provenance.ts';

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
  reason: z.string().describe('One sentence for people.'),
  against: z
    .string()
    .optional()
    .describe('The version that stood; absent, as all below, where there was none to compare with.'),
  comparedRows: count
    .optional()
    .describe('Customers whom neither model had been fitted on, the same for both.'),
  rocAuc: z.number().optional().describe('On them.'),
  againstRocAuc: z.number().optional(),
  lead: intervalSchema
    .optional()
    .describe(
      'By how much the new ROC-AUC is above the standing one, with its 95 % interval (± 1.96 standard errors).',
    ),
});
export type ModelPromotion = z.infer<typeof modelPromotionSchema>;

/** GET /api/model: of the published run's model. What an older trainer did not write is absent. */
export const modelSchema = z.object({
  ...provenance,
  currency: currencySchema.describe('Of EMPC and profits.'),
  algorithm: z.string(),
  trainedAt: timeSchema,
  rocAuc: intervalSchema.describe('Of the chosen candidate.'),
  chosen: metadata.chosen,
  candidates: z
    .array(candidateSchema.extend({ chosen: z.boolean() }))
    .describe("In the trainer's order, from the simplest to the most complex."),
  benchmarks: benchmarksSchema.optional(),
  curves: metadata.curves.describe(
    'Of the chosen candidate on customers it was not fitted on; see the metadata for their axes.',
  ),
  importance: z.array(z.object({ column: z.string(), label: z.string(), rocAucDrop: z.number() })),
  leaks: z
    .array(z.object({ column: z.string(), label: z.string(), rocAuc: z.number() }))
    .optional()
    .describe(
      'Columns that the model does not read, since each alone tells who left; empty where none does.',
    ),
  promotion: modelPromotionSchema.optional(),
  challenger: z
    .object({
      modelVersion: z.string(),
      algorithm: z.string(),
      trainedAt: timeSchema,
      promotion: modelPromotionSchema,
    })
    .optional()
    .describe(
      'The model that the published run trained itself, where it was not good enough to score the run.',
    ),
  campaign: metadata.campaign,
  calibration: z.enum(calibrationSchema.options.map((option) => option.shape.method.value)),
  validation: metadata.crossValidation,
  sampling: metadata.sampling.describe(
    'There where the model was trained on a sample of the labelled customers.',
  ),
  trainedOn: z
    .object({ runId: z.string(), dataSha256: z.string(), labelled: count, left: count })
    .describe(
      'The run that the model was trained on; an older one than the published run where its champion still stands.',
    ),
  seed: z.number().int(),
  codeVersion: z.string(),
});
export type Model = z.infer<typeof modelSchema>;
