import { DataError } from '#core/errors.ts';
import type { Explainer } from '#core/explain/explainer.ts';
import { type Reason, reasonsAt } from '#core/explain/reasons.ts';
import { explainedShare, rowsToExplain } from '#core/explain/rows-to-explain.ts';
import { tableOfCustomers } from '#core/explain/table-of-customers.ts';
import type { ScoringBatch } from '#core/features/read-scoring-batches.ts';
import { modelOnnxKey } from '#core/lake/keys.ts';
import type { ModelInput } from '#core/onnx/model-input.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { findExplainer, outdatedModelMessage } from '#platform/model/model-explainer.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { modelInputOf } from './model-input-of.ts';

/** What a model says of the customers of a batch, in their order. */
export interface BatchAnswers {
  /** Probabilities of leaving. */
  readonly probabilities: Float32Array;
  /** What moved each of them most; undefined for those of whom it was not worked out. */
  readonly reasons: readonly (readonly Reason[] | undefined)[];
}

/** A model that scores customers and says why. */
export interface ScoringModel {
  answer(batch: ScoringBatch): Promise<BatchAnswers>;
  /** Frees the native memory. */
  release(): Promise<void>;
}

/**
 * Loads a model to score a run with.
 * @param rowCount Customers of the run: of very many the reasons are worked out for a share, see explainedShare.
 * @throws DataError `MODEL_OUTDATED` for a model that cannot be explained; others as createOnnxScorer, createExplainer
 */
export async function openScoringModel(
  store: ObjectStore,
  modelVersion: string,
  schema: SchemaDocument,
  rowCount: number,
): Promise<ScoringModel> {
  const explainer = await findExplainer(store, modelVersion);
  if (explainer === undefined) throw new DataError('MODEL_OUTDATED', outdatedModelMessage(modelVersion));
  const scorer = await createOnnxScorer(await store.readBytes(modelOnnxKey(modelVersion)), schema);
  const share = explainedShare(rowCount, explainer.largeTreeNodes);
  return {
    async answer(batch) {
      const input = modelInputOf(batch);
      const probabilities = await scorer.score(input);
      const rows = rowsToExplain(probabilities, (row) => batch.statuses[row] === 'active', share);
      return { probabilities, reasons: reasonsOfRows(explainer, input, schema, rows) };
    },
    release: () => scorer.release(),
  };
}

function reasonsOfRows(
  explainer: Explainer,
  input: ModelInput,
  schema: SchemaDocument,
  rows: Uint32Array,
): BatchAnswers['reasons'] {
  const table = tableOfCustomers(input, schema);
  const explanations = explainer.explain(table, rows);
  const reasons = new Array<readonly Reason[] | undefined>(input.rowCount).fill(undefined);
  for (const [index, row] of rows.entries()) reasons[row] = reasonsAt(explanations, index, table, row);
  return reasons;
}
