import { contactTermsOf } from '#core/economics/contact-rule.ts';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import {
  bestThreshold,
  outcomeOfRule,
  outcomeOfThreshold,
  type PolicyOutcome,
  type ThresholdOutcome,
} from '#core/evaluation/contact-policies.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { type JudgedRows, judgedCustomers } from '#core/training/judged-customers.ts';
import type { TrainedChampion } from '#core/training/train-champion.ts';
import type { Machine } from '../machine.ts';

/** The threshold that is fixed beforehand in the system this one takes the place of. */
const FIXED_THRESHOLD = 0.7;

/** Money, out of fold. */
export interface ProfitFigures {
  readonly customers: number;
  readonly model: string;
  readonly currency: string;
  readonly averageClv: number;
  /** Whom to contact, each by their own worth. */
  readonly rule: PolicyOutcome;
  /** The one threshold that would have earned most on these very customers. */
  readonly bestThreshold: ThresholdOutcome;
  readonly fixedThreshold: ThresholdOutcome;
  readonly everybody: PolicyOutcome;
  /** Σ expected loss by the probabilities ÷ the same with what became of the customers. */
  readonly expectedLossOverActual: number;
}

/** All that `bench profit` measures. */
export interface ProfitReport extends ProfitFigures {
  readonly bench: 'profit';
  readonly machine: Machine;
  readonly source: { readonly file: string } | { readonly rows: number };
  readonly seed: number;
}

/** What ways of choosing whom to contact earn per customer, by predictions the model was not fitted on. */
export function profitFigures(
  table: FeatureTable,
  schema: SchemaDocument,
  { metadata, outOfFold }: TrainedChampion,
): ProfitFigures {
  const judged = judgedCustomers(table, schema, outOfFold, metadata.calibration);
  const terms = contactTermsOf(schema.economics);
  return {
    customers: judged.labels.length,
    model: metadata.chosen.name,
    currency: schema.economics.currency,
    averageClv: judged.values.reduce((sum, value) => sum + value, 0) / judged.values.length,
    rule: outcomeOfRule(judged, terms),
    bestThreshold: bestThreshold(judged, terms),
    fixedThreshold: outcomeOfThreshold(judged, terms, FIXED_THRESHOLD),
    everybody: outcomeOfThreshold(judged, terms, 0),
    expectedLossOverActual:
      lossBy(judged, judged.probabilities, schema) / lossBy(judged, judged.labels, schema),
  };
}

function lossBy(
  { monthlyCharges }: JudgedRows,
  chances: ArrayLike<number>,
  { economics }: SchemaDocument,
): number {
  return monthlyCharges.reduce(
    (sum, charge, row) => sum + expectedLossOf(chances[row]!, charge, economics),
    0,
  );
}
