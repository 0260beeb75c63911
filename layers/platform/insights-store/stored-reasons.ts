import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { Reason } from '#core/explain/reasons.ts';

/** Contributions are kept to a ten-thousandth of log-odds, points to a hundredth. */
export const [CONTRIBUTION_STEPS, POINT_STEPS] = [1e4, 1e2];

const value = z.union([z.string(), z.number()]).nullable();
/** A reason whose name and value are both of a text. */
const sharedPair = z.tuple([z.int(), z.number(), z.number()]);
/** A reason whose name is of a text. */
const sharedName = z.tuple([z.int(), value, z.number(), z.number()]);
/** A reason by itself, as all were in runs of before there were texts: its numbers are no steps. */
const ownName = z.tuple([z.string(), value, z.number(), z.number()]);

/** A customer's reasons in their column. Every name in every row of millions would be most of the table. */
export const storedReasons = z.array(z.union([sharedPair, sharedName, ownName]));
export type StoredReasons = z.infer<typeof storedReasons>;

/** A text that reasons have the number of: a name, or a name and a value. */
const reasonText = z.union([z.tuple([z.string()]), z.tuple([z.string(), z.string()])]);

/** The numbers of the texts that the reasons need. */
export function textNumbersOf(stored: StoredReasons): number[] {
  return stored.map(([first]) => first).filter((first) => typeof first === 'number');
}

/**
 * The reasons with their names and values.
 * @throws ChurnError `DATABASE_ROW_INVALID` where a text is missing, or no reason's
 */
export function reasonsOf(stored: StoredReasons, texts: ReadonlyMap<number, string>): readonly Reason[] {
  return stored.map((reason): Reason => {
    const [first] = reason;
    if (typeof first === 'string') {
      const [feature, value, contribution, points] = reason as z.infer<typeof ownName>;
      return { feature, value, contribution, points };
    }
    const [feature, shared] = nameAndValue(texts.get(first));
    const [contribution, points] = reason.slice(-2) as [number, number];
    return {
      feature,
      value: reason.length === 3 ? (shared ?? null) : reason[1],
      contribution: contribution / CONTRIBUTION_STEPS,
      points: points / POINT_STEPS,
    };
  });
}

function nameAndValue(text: string | undefined): z.infer<typeof reasonText> {
  try {
    return reasonText.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw new ChurnError('DATABASE_ROW_INVALID', 'A text of stored reasons is not as it should be.', {
      cause,
    });
  }
}
