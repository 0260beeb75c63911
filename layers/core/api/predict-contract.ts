import * as z from 'zod';
import { RISK_LEVELS } from '../economics/risk-level.ts';
import { customerMoney } from './money-contract.ts';
import { currencySchema } from './provenance.ts';

/** What is said of one customer, and the answer of POST /api/predict. */

export const probability = z.number().min(0).max(1);
export const riskLevelSchema = z.enum(RISK_LEVELS);

/**
 * A column's part in an answer: its exact Shapley value. Contributions of all columns and the base's log-odds sum to the
 * answer's log-odds; points, of 100 to certainty, share the difference in probability in the same proportions.
 */
export const reasonSchema = z.object({
  feature: z.string(),
  value: z.union([z.string(), z.number()]).nullable().describe('Null where it is not known.'),
  contribution: z.number().describe('In log-odds; positive raises the risk.'),
  points: z.number().optional(),
  label: z.string().optional().describe("The column's name for people."),
  sentence: z.string().optional().describe('Plain text: `Contract is Month-to-month: +14 points`.'),
});
export type Reason = z.infer<typeof reasonSchema>;

/** One prediction of POST /api/predict. */
export const predictionSchema = z.object({
  customerId: z.string().nullable(),
  churnProbability: probability,
  riskLevel: riskLevelSchema,
  expectedLoss: z.number(),
  ...customerMoney,
  reasons: z
    .array(reasonSchema)
    .describe("The columns that move this customer's answer most, in both directions, the strongest first."),
  baseProbability: probability
    .optional()
    .describe("Where reasons start: the model's answer for the mean of its training customers."),
  otherColumns: z
    .object({ contribution: z.number(), points: z.number() })
    .optional()
    .describe('All columns that `reasons` does not name, together.'),
  changes: z
    .array(
      z.object({
        feature: z.string(),
        label: z.string(),
        value: z.union([z.string(), z.number()]),
        /** The model's answer after the change, and by how many points it is lower (below 0). */
        churnProbability: probability,
        points: z.number(),
        /** Plain text. */
        sentence: z.string(),
      }),
    )
    .optional()
    .describe(
      'What would lower the probability most, one column changed at a time; only in the answer for a single customer.',
    ),
});
export type Prediction = z.infer<typeof predictionSchema>;

/** POST /api/predict: a customer object in the schema's column names, or `{"customers": [...]}` of at most MAX_PREDICT_CUSTOMERS. */
export const predictAnswerSchema = z.object({
  modelVersion: z.string(),
  currency: currencySchema,
  predictions: z.array(predictionSchema),
});
export type PredictAnswer = z.infer<typeof predictAnswerSchema>;
export const MAX_PREDICT_CUSTOMERS = 1000;
/** Largest body /predict reads; a larger one is 413. */
export const MAX_PREDICT_BODY_BYTES = 2 * 1024 * 1024;
