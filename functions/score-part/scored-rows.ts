import type { CustomerFiguresRule } from '#core/economics/customer-figures.ts';
import type { ScoringBatch } from '#core/features/read-scoring-batches.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { BatchAnswers } from './scoring-model.ts';

/** Joins a batch with its probabilities, their reasons (one a customer, in order) and what follows from them. */
export function scoredRows(
  batch: ScoringBatch,
  { probabilities, reasons }: BatchAnswers,
  rule: CustomerFiguresRule,
): readonly ScoredRow[] {
  return batch.customerIds.map((customerId, row) => {
    const probability = probabilities[row]!;
    const monthlyCharge = batch.monthlyCharges[row]!;
    const tenureMonths = batch.tenureMonths[row]!;
    const status = batch.statuses[row]!;
    const { churnProbability, riskLevel, expectedLoss } = rule.riskOf(probability, monthlyCharge);
    const money = status === 'active' ? rule.moneyOf(probability, monthlyCharge, tenureMonths) : undefined;
    return {
      customerId,
      status,
      churnProbability,
      riskLevel,
      monthlyCharge,
      tenureMonths,
      expectedLoss,
      clv: money?.clv ?? null,
      priority: money?.priority ?? null,
      segments: batch.segments[row]!,
      reasons: reasons[row],
    };
  });
}
