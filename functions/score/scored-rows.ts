import { expectedLossOf, riskLevelOf } from '#core/economics/economics.ts';
import type { ScoringBatch } from '#core/features/read-scoring-batches.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';

/** Joins a batch with its probabilities (one a customer, in order) and what follows from them. */
export function scoredRows(
  batch: ScoringBatch,
  probabilities: Float32Array,
  schema: SchemaDocument,
): readonly ScoredRow[] {
  return batch.customerIds.map((customerId, row) => {
    const churnProbability = probabilities[row]!;
    const monthlyCharge = batch.monthlyCharges[row]!;
    return {
      customerId,
      status: batch.statuses[row]!,
      churnProbability,
      riskLevel: riskLevelOf(churnProbability, schema.riskThresholds),
      monthlyCharge,
      tenureMonths: batch.tenureMonths[row]!,
      expectedLoss: expectedLossOf(churnProbability, monthlyCharge, schema.economics),
      segments: batch.segments[row]!,
    };
  });
}
