import * as z from 'zod';

const share = z.number().gt(0).max(1);
const rowCount = z.number().int().min(1);

const logisticRegression = z.strictObject({
  algorithm: z.literal('logistic-regression'),
  /** C: 1 ÷ the weight of the penalty, or chosen by cross-validation inside each fit. */
  inverseStrength: z.union([z.number().gt(0), z.literal('cross-validated')]).exactOptional(),
});

const randomForest = z.strictObject({
  algorithm: z.literal('random-forest'),
  trees: z.number().int().min(1).max(5000).exactOptional(),
  minLeafRows: rowCount.exactOptional(),
  /** Most rows drawn for one tree. */
  maxRowsPerTree: rowCount.exactOptional(),
});

const gradientBoosting = z.strictObject({
  algorithm: z.literal('gradient-boosting'),
  /** Most splits between the root and a leaf; 1 gives a sum of one function a column. */
  depth: z.number().int().min(1).max(5),
  /** Most trees; a held-out part says how many of them are taken. */
  rounds: z.number().int().min(1).max(5000).exactOptional(),
  learningRate: share.exactOptional(),
  minLeafRows: z.number().min(0).exactOptional(),
  l2: z.number().gt(0).exactOptional(),
  subsample: share.exactOptional(),
  columnSample: share.exactOptional(),
});

/** A way of learning that training tries; what is left out takes the learner's own default. */
export const candidateSettingsSchema = z.discriminatedUnion('algorithm', [
  logisticRegression,
  randomForest,
  gradientBoosting,
]);
export type CandidateSettings = z.infer<typeof candidateSettingsSchema>;

/** The name under which a candidate is reported; no two of a document may share one. */
export function candidateNameOf(settings: CandidateSettings): string {
  return settings.algorithm === 'gradient-boosting'
    ? `gradient-boosting-depth-${settings.depth}`
    : settings.algorithm;
}
