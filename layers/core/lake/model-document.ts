import * as z from 'zod';
import { fairnessSchema } from './fairness-document.ts';

/** What a trained model is and how well it does: `models/<version>/metadata.json`. */

const count = z.number().int().min(0);

/** Columns that alone tell almost surely who left: known only afterwards, as a rule. */
export const leaksSchema = z.array(z.object({ column: z.string(), rocAuc: z.number() }));

/** A mean with its 95 % interval. */
export const intervalSchema = z.object({ mean: z.number(), lower: z.number(), upper: z.number() });
const curve = z.array(z.tuple([z.number(), z.number()]));

export const candidateSchema = z.object({
  name: z.string(),
  algorithm: z.enum(['logistic-regression', 'random-forest', 'gradient-boosting']),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** Out of fold, with its 95 % interval by DeLong's variance. */
  rocAuc: intervalSchema,
  /** Average precision. */
  prAuc: z.number().optional(),
  logLoss: z.number(),
  brier: z.number(),
  /** Expected calibration error over 10 equal-count bins. */
  expectedCalibrationError: z.number(),
  /** Leavers predicted (the sum of the probabilities) ÷ leavers there were. */
  calibrationInTheLarge: z.number().optional(),
  /** Churn rate of the tenth with the highest scores over the base's churn rate. */
  topDecileLift: z.number(),
  /** Expected maximum profit per customer of the base under `campaign`, and the share of the base to contact for it. */
  empc: z.number().optional(),
  eta: z.number().optional(),
  /** The best share to contact at the mean chance of acceptance, and its expected profit per customer of the base. */
  profitOptimum: z.object({ share: z.number(), profit: z.number() }).optional(),
  fitDurationMs: z.number(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** How log-odds were made probabilities: as they are, by a line, or by straight lines between knots (level outside). */
export const calibrationSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('none') }),
  z.object({ method: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  /** [log-odds, calibrated log-odds] a knot, both rising */
  z.object({
    method: z.literal('isotonic'),
    knots: z
      .array(z.tuple([z.number(), z.number()]).readonly())
      .min(2)
      .readonly(),
  }),
]);

/** What simpler ways of ranking customers reach on the same test parts. */
const benchmarkFigures = { rocAuc: z.number(), topDecileLift: z.number(), empc: z.number() };
const benchmarksSchema = z.object({
  /** The rates of one column's values, the column chosen and the rates learnt inside the folds. */
  oneRule: z.object({ column: z.string(), ...benchmarkFigures }),
  /** Customers in no order. */
  random: z.object(benchmarkFigures),
});
export type Benchmarks = z.infer<typeof benchmarksSchema>;

/** The campaign that EMPC and profits are for; amounts in the schema's currency. */
const campaignSchema = z.object({
  /** Worth of the average customer who is kept: mean monthly charge × margin × horizon. */
  clv: z.number(),
  offerCost: z.number(),
  contactCost: z.number(),
  /** Beta prior of the chance that a contacted leaver accepts. */
  alpha: z.number(),
  beta: z.number(),
});

const hazard = z.number().min(0).max(1);
const retentionSchema = z.object({ monthlyHazards: z.array(hazard).min(1), laterHazard: hazard });

/** Whether a new model took the standing one's place. */
const promotionSchema = z.object({
  decision: z.enum(['champion', 'challenger']),
  /** One sentence for people. */
  reason: z.string(),
  /** The model that stood. */
  against: z.string().optional(),
  /** Customers whom neither model had been fitted on. */
  comparedRows: count.optional(),
  /** The new model's on them, and the standing one's. */
  rocAuc: z.number().optional(),
  againstRocAuc: z.number().optional(),
  /** By how much the new model's ROC-AUC on them is above the standing one's, with the standard error of that. */
  lead: z.number().optional(),
  standardError: z.number().optional(),
});
export type Promotion = z.infer<typeof promotionSchema>;

/** The sample that a model was trained on, where its labelled customers were too many to hold. */
export const samplingSchema = z.object({
  /** Customers in the sample, and those of them who left: the shares of all labelled customers. */
  rows: count,
  left: count,
  /** All labelled customers, and those of them who left. */
  ofRows: count,
  ofLeft: count,
  /** The draw follows from it and the customers' ids alone. */
  seed: z.number().int(),
  /** One sentence for people. */
  reason: z.string(),
});
export type Sampling = z.infer<typeof samplingSchema>;

/** `models/<version>/metadata.json`, written after model.onnx. Curves are those of the chosen model, out of fold. */
export const modelMetadataSchema = z.object({
  modelVersion: z.string(),
  runId: z.string(),
  trainedAt: z.string(),
  codeVersion: z.string(),
  seed: z.number().int(),
  dataSha256: z.string(),
  onnxSha256: z.string(),
  schema: z.unknown(),
  /** That the model was trained and measured on. */
  rows: z.object({ labelled: count, left: count }),
  sampling: samplingSchema.optional(),
  crossValidation: z.object({ split: z.enum(['random', 'latest']).optional(), folds: count, repeats: count }),
  candidates: z.array(candidateSchema).min(1),
  chosen: z.object({
    name: z.string(),
    reason: z.string(),
    /** What the last fit found out by itself: how many trees it took, how strong its penalty is. */
    fitted: z.record(z.string(), z.number()).optional(),
  }),
  calibration: calibrationSchema,
  benchmarks: benchmarksSchema.optional(),
  leaks: leaksSchema.optional(),
  promotion: promotionSchema.optional(),
  campaign: campaignSchema.optional(),
  fairness: fairnessSchema.optional(),
  curves: z.object({
    /** [false positive rate, true positive rate] */
    roc: curve,
    /** [recall, precision] */
    precisionRecall: curve.optional(),
    /** [mean predicted, observed] a bin */
    calibration: curve,
    /** [share contacted, lift over the base] */
    lift: curve,
    /** [share contacted, expected profit per customer of the base] */
    profit: curve.optional(),
  }),
  /** Fall in out-of-fold ROC-AUC when the raw column is shuffled. */
  importance: z.array(z.object({ column: z.string(), rocAucDrop: z.number() })),
  /** How customers leave as they grow older, by which batch and API value them alike; see Retention. */
  retention: retentionSchema.optional(),
  /** What the graph fills in and scales by. */
  numericStatistics: z.array(
    z.object({ name: z.string(), imputedWith: z.number(), mean: z.number(), standardDeviation: z.number() }),
  ),
});
export type ModelMetadata = z.infer<typeof modelMetadataSchema>;
