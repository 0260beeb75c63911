import * as z from 'zod';

const count = z.number().int().min(0);
const rate = z.number().min(0).max(1);

/** How a model treats the values of the schema's sensitive columns, on customers it was not fitted on. */
export const fairnessSchema = z.array(
  z.object({
    column: z.string(),
    label: z.string(),
    groups: z.array(
      z.object({
        /** The column's value, or a range of numbers; empty where it is missing. */
        group: z.string(),
        customers: count,
        left: count,
        /** Null where all left or all stayed. */
        rocAuc: rate.nullable(),
        /** Leavers predicted (the sum of the probabilities) ÷ leavers there were; null where nobody left. */
        calibration: z.number().nullable(),
        /** Share contacted by the contact rule. */
        contacted: rate,
        /** Of the stayers, the share contacted; of the leavers, the share not contacted. Null for none of them. */
        falsePositiveRate: rate.nullable(),
        falseNegativeRate: rate.nullable(),
      }),
    ),
  }),
);
export type Fairness = z.infer<typeof fairnessSchema>;
export type FairnessGroup = Fairness[number]['groups'][number];
