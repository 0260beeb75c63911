import type { RunChanges } from '#core/api/contract.ts';
import { type ComparedRun, runChangesOf } from '#core/insights/run-changes.ts';
import { PROBABILITY_BIN_DIMENSION, type RunInsights } from '#core/insights/run-insights.ts';
import { featureProfileSchema } from '#core/lake/documents.ts';
import { profileKey } from '#core/lake/keys.ts';
import type { InsightsReader, PublishedRun } from '#platform/insights-store/insights-store.ts';
import type { RunContext } from '#platform/runs/run-context.ts';
import { findJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

export type ChangesReader = Pick<InsightsReader, 'findPublishedRun' | 'totals' | 'segments' | 'movers'>;

const MOVERS = 50;
/** The join of two runs of more customers could take longer than the 45 s the database is given. */
const MOST_JOINED_CUSTOMERS = 5_000_000;

/** What the run, whose rows and totals are written, changed since the run published now; undefined for the first. */
export async function changesSince(
  { store, reader }: { readonly store: ObjectStore; readonly reader: ChangesReader },
  { runId, schema }: Pick<RunContext, 'runId' | 'schema'>,
  { total, segments }: RunInsights,
): Promise<RunChanges | undefined> {
  const previous = await reader.findPublishedRun();
  if (previous === undefined || previous.runId >= runId) return undefined;
  const { currency, horizonMonths } = schema.economics;
  const after: ComparedRun = {
    currency,
    horizonMonths,
    total,
    probabilityBins: segments.filter(({ dimension }) => dimension === PROBABILITY_BIN_DIMENSION),
    profile: await profileOf(store, runId),
  };
  const movers =
    total.customers > MOST_JOINED_CUSTOMERS ? undefined : await reader.movers(runId, previous.runId, MOVERS);
  return {
    previous: { runId: previous.runId, asOf: previous.publishedAt, modelVersion: previous.modelVersion },
    ...runChangesOf(await asCompared(store, reader, previous), after, schema),
    ...(movers === undefined ? {} : { movers: movers.map((mover) => ({ ...mover })) }),
  };
}

async function asCompared(
  store: ObjectStore,
  reader: ChangesReader,
  { runId, currency, horizonMonths }: PublishedRun,
): Promise<ComparedRun> {
  return {
    currency,
    horizonMonths,
    total: await reader.totals(runId),
    probabilityBins: await reader.segments(runId, PROBABILITY_BIN_DIMENSION),
    profile: await profileOf(store, runId),
  };
}

function profileOf(store: ObjectStore, runId: string) {
  return findJson(store, profileKey(runId), featureProfileSchema);
}
