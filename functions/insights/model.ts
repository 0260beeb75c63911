import type { Model, ModelPromotion } from '#core/api/contract.ts';
import { ChurnError } from '#core/errors.ts';
import { normalInterval } from '#core/evaluation/interval.ts';
import {
  type Candidate,
  type ModelMetadata,
  modelMetadataSchema,
  type Promotion,
} from '#core/lake/documents.ts';
import { modelMetadataKey, modelVersionOf } from '#core/lake/keys.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { findJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { provenanceOf } from './provenance.ts';

/**
 * The published run's model, and the one that the run trained itself where that was kept as challenger.
 * @throws ChurnError `MODEL_INVALID` where the metadata do not hold together
 */
export async function model(
  reader: Pick<InsightsReader, 'publishedRun' | 'model'>,
  store: ObjectStore,
): Promise<Model> {
  const run = await reader.publishedRun();
  const metadata = await reader.model(run.modelVersion);
  const challenger = await challengerOf(store, run);
  return {
    ...provenanceOf(run),
    ...qualityOf(metadata),
    ...originOf(metadata),
    ...(metadata.promotion && { promotion: promotionOf(metadata.promotion) }),
    ...(challenger && { challenger }),
  };
}

/** How good the model is, what it was chosen from and what it reads. */
function qualityOf(metadata: ModelMetadata) {
  const { candidates, chosen, curves, benchmarks, campaign, importance, leaks, calibration } = metadata;
  const { algorithm, rocAuc } = chosenOf(metadata);
  const labelled = labelling(metadata);
  return {
    algorithm,
    rocAuc,
    chosen,
    candidates: candidates.map((candidate) => ({ ...candidate, chosen: candidate.name === chosen.name })),
    curves,
    calibration: calibration.method,
    importance: importance.map(labelled),
    ...(benchmarks && { benchmarks: { ...benchmarks, oneRule: labelled(benchmarks.oneRule) } }),
    ...(campaign && { campaign }),
    ...(leaks && { leaks: leaks.map(labelled) }),
  };
}

/** What it takes to make the model again. */
function originOf(metadata: ModelMetadata) {
  const { trainedAt, runId, dataSha256, rows, sampling, seed, codeVersion, crossValidation } = metadata;
  return {
    ...(sampling && { sampling }),
    trainedAt,
    trainedOn: { runId, dataSha256, ...rows },
    seed,
    codeVersion,
    validation: crossValidation,
  };
}

/** A run trains at most one model; where another one scored the run, its own may have been kept as challenger. */
async function challengerOf(
  store: ObjectStore,
  { runId, modelVersion: published }: Pick<Model, 'runId' | 'modelVersion'>,
): Promise<Model['challenger']> {
  const modelVersion = modelVersionOf(runId);
  if (modelVersion === published) return undefined;
  const metadata = await findJson(store, modelMetadataKey(modelVersion), modelMetadataSchema);
  if (metadata?.promotion?.decision !== 'challenger') return undefined;
  return {
    modelVersion,
    algorithm: chosenOf(metadata).algorithm,
    trainedAt: metadata.trainedAt,
    promotion: promotionOf(metadata.promotion),
  };
}

function promotionOf({ lead, standardError, ...promotion }: Promotion): ModelPromotion {
  if (lead === undefined || standardError === undefined) return promotion;
  return { ...promotion, lead: normalInterval(lead, standardError) };
}

function chosenOf({ candidates, chosen, modelVersion }: ModelMetadata): Candidate {
  const found = candidates.find((candidate) => candidate.name === chosen.name);
  if (found !== undefined) return found;
  throw new ChurnError('MODEL_INVALID', `${modelVersion} names no candidate ${chosen.name}.`);
}

/** Adds a column's name for people, by the schema that the model was trained with. */
function labelling({ schema }: ModelMetadata) {
  const columns = parseSchemaDocument(schema).columns;
  const labels = new Map(columns.map((column) => [column.name, column.label ?? column.name]));
  return <Of extends { readonly column: string }>(item: Of) => ({
    ...item,
    label: labels.get(item.column) ?? item.column,
  });
}
