import type { Model } from '#core/api/contract.ts';
import { ChurnError } from '#core/errors.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import type { InsightsReader } from '#platform/insights-store/insights-store.ts';
import { provenanceOf } from './provenance.ts';

export async function model(reader: InsightsReader): Promise<Model> {
  const run = await reader.publishedRun();
  const metadata = await reader.model(run.modelVersion);
  const schema = parseSchemaDocument(metadata.schema);
  const labels = new Map(schema.columns.map((column) => [column.name, column.label ?? column.name]));
  const chosen = metadata.candidates.find((candidate) => candidate.name === metadata.chosen.name);
  if (chosen === undefined) {
    throw new ChurnError(
      'MODEL_INVALID',
      `${metadata.modelVersion} names no candidate ${metadata.chosen.name}.`,
    );
  }
  return {
    ...provenanceOf(run),
    algorithm: chosen.algorithm,
    trainedAt: metadata.trainedAt,
    rocAuc: chosen.rocAuc,
    candidates: metadata.candidates.map((candidate) => ({
      name: candidate.name,
      rocAucMean: candidate.rocAuc.mean,
      logLoss: candidate.logLoss,
      chosen: candidate === chosen,
    })),
    importance: metadata.importance.map(({ column, rocAucDrop }) => ({
      column,
      label: labels.get(column) ?? column,
      rocAucDrop,
    })),
  };
}
