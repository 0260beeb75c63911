import type { ScoringBatch } from '#core/features/read-scoring-batches.ts';
import type { ModelInput } from '#core/onnx/model-input.ts';

/** A batch as the model takes it: its columns by name. */
export function modelInputOf(batch: ScoringBatch): ModelInput {
  return {
    rowCount: batch.customerIds.length,
    columns: Object.fromEntries(batch.inputs.map(({ name, values }) => [name, values])),
  };
}
