import { randomUUID } from 'node:crypto';
import { scoringWritingKey } from '#core/lake/keys.ts';
import { type ScoringWriting, scoringWritingSchema } from '#core/lake/scored-part.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';
import type { InsightsWriter } from '../insights-store/insights-store.ts';
import { findJson, lostRace, readJson, writeJson } from '../store/json-objects.ts';
import type { ObjectHead, ObjectStore } from '../store/object-store.ts';

/** The writing of the run's rows to go on with: the one begun before as long as its rows are there, else a new one. */
export async function currentWriting(
  store: ObjectStore,
  writer: Pick<InsightsWriter, 'holdsRows'>,
  order: ScoringOrder,
): Promise<ScoringWriting> {
  const key = scoringWritingKey(order.runId, order.modelVersion);
  const head = await store.head(key);
  const standing = await findJson(store, key, scoringWritingSchema);
  if (standing !== undefined && (await writer.holdsRows(order.runId, order.modelVersion))) return standing;
  return writeNew(store, order, head);
}

/** Begins another writing: every part is to be done again. */
export async function newWriting(store: ObjectStore, order: ScoringOrder): Promise<ScoringWriting> {
  const head = await store.head(scoringWritingKey(order.runId, order.modelVersion));
  return writeNew(store, order, head);
}

/** Of several who do so at once the first one's is taken. */
async function writeNew(
  store: ObjectStore,
  { runId, modelVersion }: ScoringOrder,
  head: ObjectHead | undefined,
): Promise<ScoringWriting> {
  const key = scoringWritingKey(runId, modelVersion);
  const writing = { runId, modelVersion, writingId: randomUUID() };
  try {
    await writeJson(store, key, writing, head === undefined ? { ifAbsent: true } : { ifEtag: head.etag });
    return writing;
  } catch (error) {
    if (!lostRace(error)) throw error;
    return readJson(store, key, scoringWritingSchema);
  }
}
