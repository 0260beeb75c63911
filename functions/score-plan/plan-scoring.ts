import { featureProfileSchema, modelMetadataSchema } from '#core/lake/documents.ts';
import { modelMetadataKey, profileKey } from '#core/lake/keys.ts';
import type { ScoringOrder, ScoringPlan } from '#core/lake/scoring-orders.ts';
import { segmentDimensionsOf } from '#core/schema/segment-dimensions.ts';
import type { InsightsWriter, RunRecord } from '#platform/insights-store/insights-store.ts';
import { type RunContext, readRunContext } from '#platform/runs/run-context.ts';
import { currentWriting } from '#platform/scoring/writings.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { readJson } from '#platform/store/json-objects.ts';

export interface PlanPorts extends StagePorts {
  readonly writer: Pick<InsightsWriter, 'holdsRows' | 'beginRun' | 'writeModel'>;
}

/** Begins the run in the database, or finds what an earlier attempt has begun, and lists the parts to score. */
export async function planScoring(
  { store, ledger, writer }: PlanPorts,
  { runId, modelVersion }: ScoringOrder,
): Promise<ScoringPlan> {
  await ledger.advance(runId, 'scoring', { modelVersion });
  const run = await readRunContext(store, runId);
  const profile = await readJson(store, profileKey(runId), featureProfileSchema);
  await writer.writeModel(await readJson(store, modelMetadataKey(modelVersion), modelMetadataSchema));
  // Before the rows get their place: else an attempt that ends in between would take the old parts for done.
  const { writingId } = await currentWriting(store, writer, { runId, modelVersion });
  await writer.beginRun(recordOf(run, modelVersion));
  return { runId, modelVersion, writingId, parts: profile.parts.map((_, index) => index + 1) };
}

function recordOf({ runId, manifest, schema }: RunContext, modelVersion: string): RunRecord {
  const { currency, horizonMonths } = schema.economics;
  return {
    runId,
    modelVersion,
    contentSha256: manifest.contentSha256,
    currency,
    horizonMonths,
    dimensions: segmentDimensionsOf(schema),
    riskThresholds: schema.riskThresholds,
  };
}
