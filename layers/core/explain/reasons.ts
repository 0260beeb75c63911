import type { Prediction } from '../api/contract.ts';
import { formatFloat32 } from '../features/float32-text.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import { logOddsOf } from '../learners/log-odds.ts';
import type { ModelInput } from '../onnx/model-input.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { inputWithReplacements } from './replacements.ts';

export type Reason = Prediction['reasons'][number];

/** Scores every row of a batch, in order. */
export type Score = (batch: ModelInput) => Promise<ArrayLike<number>>;

export interface ExplainedScores {
  /** Probability of leaving of each customer. */
  readonly probabilities: readonly number[];
  /** Of each customer, the strongest first; at most MAX_REASONS. */
  readonly reasons: readonly (readonly Reason[])[];
}

export const MAX_REASONS = 5;

/** Probabilities are held this far from 0 and 1, the step of float32 below 1, so that log-odds are finite. */
const SMALLEST_PROBABILITY = 2 ** -24;

/** Rows scored in one call; it bounds the memory of a large batch. */
const MAX_ROWS_PER_CALL = 25_000;

/**
 * Scores customers and says which columns move each score most. A column's contribution is
 * ln-odds(p) − ln-odds(p with that column alone at its baseline value): positive where the customer's own value raises
 * the risk. Columns without effect, those at the baseline among them, and those without a baseline give no reason.
 */
export async function reasonsOf(
  customers: ModelInput,
  schema: SchemaDocument,
  baseline: ModelMetadata['baseline'],
  score: Score,
): Promise<ExplainedScores> {
  const columns = schema.columns.map(({ name }) => name).filter((name) => Object.hasOwn(baseline, name));
  const customersPerCall = Math.max(1, Math.floor(MAX_ROWS_PER_CALL / (columns.length + 1)));
  const probabilities: number[] = [];
  const reasons: Reason[][] = [];
  for (let start = 0; start < customers.rowCount; start += customersPerCall) {
    const part = slice(customers, start, Math.min(start + customersPerCall, customers.rowCount));
    const scores = await score(inputWithReplacements(part, columns, baseline));
    for (let row = 0; row < part.rowCount; row++) {
      probabilities.push(scores[row]!);
      const replaced = columns.map((_, block) => scores[(block + 1) * part.rowCount + row]!);
      reasons.push(strongest(columns, part, row, scores[row]!, replaced));
    }
  }
  return { probabilities, reasons };
}

function strongest(
  columns: readonly string[],
  customers: ModelInput,
  row: number,
  probability: number,
  replaced: readonly number[],
): Reason[] {
  const logOdds = finiteLogOdds(probability);
  return columns
    .map((feature, index) => ({
      feature,
      value: shown(customers.columns[feature]?.[row]),
      contribution: logOdds - finiteLogOdds(replaced[index]!),
    }))
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, MAX_REASONS);
}

function finiteLogOdds(probability: number): number {
  return logOddsOf(Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY));
}

/** Missing (NaN or '') is null; a number is the shortest decimal of its float32. */
function shown(value: string | number | undefined): Reason['value'] {
  if (value === undefined || value === '' || Number.isNaN(value)) return null;
  return typeof value === 'number' ? Number(formatFloat32(value)) : value;
}

function slice({ columns }: ModelInput, start: number, end: number): ModelInput {
  const entries = Object.entries(columns).map(([name, values]) => [name, values.slice(start, end)]);
  return { rowCount: end - start, columns: Object.fromEntries(entries) };
}
