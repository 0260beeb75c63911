import type { FeatureProfile } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { DEFAULT_CANDIDATES } from './default-candidates.ts';
import type { TableShape } from './training-size.ts';
import { randomPlan } from './validation-plan.ts';

/** Of one candidate's fit on one cell, on the machine of the bench, whose two cores are at it. */
const NANOSECONDS_A_NUMBER = 400;
const NANOSECONDS_A_CATEGORY = 60;
/** A function of 3,008 MB has a little less than two processors, each of about half the bench's speed. */
const FUNCTION_SLOWNESS = 2;
const NANOSECONDS_A_MINUTE = 60e9;

/**
 * About how long a function trains, at most: every candidate fitted on the training part of every fold, and one on all.
 * Measured by `bench train --only stage`; candidates with many more trees than the default ones take longer.
 */
export function trainingMinutes(
  { labelled, left }: Pick<FeatureProfile, 'labelled' | 'left'>,
  { numericColumns, narrowCategories, wideCategories }: TableShape,
  { training }: Pick<SchemaDocument, 'training'>,
): number {
  if (labelled === 0) return 0;
  const categories = narrowCategories + wideCategories;
  const { folds, repeats } = randomPlan(labelled, left, numericColumns + categories);
  const trainShare = folds === 1 ? 0.8 : folds - 1;
  const candidates = training?.candidates?.length ?? DEFAULT_CANDIDATES.length;
  const fits = candidates * repeats * trainShare + 1;
  const fitNanoseconds =
    labelled * (numericColumns * NANOSECONDS_A_NUMBER + categories * NANOSECONDS_A_CATEGORY);
  return (fits * fitNanoseconds * FUNCTION_SLOWNESS) / NANOSECONDS_A_MINUTE;
}
