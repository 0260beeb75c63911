import type { CustomerMoneyRule } from '#core/economics/customer-money.ts';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import { riskLevelOf } from '#core/economics/risk-level.ts';
import type { ScoringBatch } from '#core/features/read-scoring-batches.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { BatchAnswers } from './scoring-model.ts';

/**
 * Joins a batch with its probabilities, their reasons (one a customer, in order) and what follows from them. Without a rule of money
 * (the model knows no retention) nobody has a CLV or a priority.
 */
export function scoredRows(
  batch: ScoringBatch,
  { probabilities, reasons }: BatchAnswers,
  schema: SchemaDocument,
  money: CustomerMoneyRule | undefined,
): readonly ScoredRow[] {
  return batch.customerIds.map((customerId, row) => {
    const churnProbability = probabilities[row]!;
    const monthlyCharge = batch.monthlyCharges[row]!;
    const tenureMonths = batch.tenureMonths[row]!;
    const status = batch.statuses[row]!;
    const value =
      status === 'active' ? money?.moneyOf(churnProbability, monthlyCharge, tenureMonths) : undefined;
    return {
      customerId,
      status,
      churnProbability,
      riskLevel: riskLevelOf(churnProbability, schema.riskThresholds),
      monthlyCharge,
      tenureMonths,
      expectedLoss: expectedLossOf(churnProbability, monthlyCharge, schema.economics),
      clv: value?.clv ?? null,
      priority: value?.priority ?? null,
      segments: batch.segments[row]!,
      reasons: reasons[row],
    };
  });
}
