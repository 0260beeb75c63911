import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { CHAMPION_KEY, RUNS_PREFIX, runIdOfKey } from '#core/lake/keys.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import { givenUpScoringSchema } from '#core/lake/scoring-orders.ts';
import { stageWokenBy } from '#core/lake/woken-stage.ts';
import { findChampion } from '#platform/model/champion-pointer.ts';
import { parseObjectEvent } from '#platform/stage/object-events.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { readJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { logger } from '#platform/telemetry/logger.ts';
import { giveUpScoring } from './give-up-scoring.ts';
import { giveUpTask, taskEventSchema } from './give-up-task.ts';

/** What Lambda tells of an asynchronous call whose every attempt failed. */
const recordSchema = z.object({
  requestPayload: z.unknown(),
  responsePayload: z.object({ errorMessage: z.string() }).partial().nullish(),
});

const MAX_KEYS = 10_000;
const NEWEST_RUNS = 50;

/**
 * Notes at its run that a stage was given up. As a rule the stage did so itself; one whose process was killed, or that
 * could not even find out its run, did not.
 * @param record A failed call's, as Lambda tells of it, a training task's end, or what scoring's executions tell
 */
export async function giveUp(ports: StagePorts, record: unknown): Promise<void> {
  const taskEvent = taskEventSchema.safeParse(record);
  if (taskEvent.success) return giveUpTask(ports, taskEvent.data);
  const scoring = givenUpScoringSchema.safeParse(record);
  if (scoring.success) return giveUpScoring(ports, scoring.data.givenUpScoring);
  const { store, ledger } = ports;
  const parsed = recordSchema.safeParse(record);
  if (!parsed.success) {
    throw new ChurnError('RECORD_INVALID', `Not a record of a failed call: ${parsed.error.message}`);
  }
  const { requestPayload, responsePayload } = parsed.data;
  const said = responsePayload?.errorMessage ?? 'it did not say why';
  for (const key of keysOf(requestPayload)) {
    const stage = stageWokenBy(key);
    if (stage === undefined) continue;
    const message = `The stage was given up after its last attempt: ${said}`;
    for (const runId of await runsOf(store, key)) {
      logger.error('stage given up', { stage, runId, said });
      await ledger.giveUp(runId, { stage, code: 'STAGE_GIVEN_UP', message, retryable: true });
    }
  }
}

/** The objects of an event; the schedule's event, which has none, asks for scoring. */
function keysOf(event: unknown): readonly string[] {
  try {
    return parseObjectEvent(event).map(({ key }) => key);
  } catch (error) {
    if (!(error instanceof ChurnError) || error.code !== 'EVENT_INVALID') throw error;
    return [CHAMPION_KEY];
  }
}

async function runsOf(store: ObjectStore, key: string): Promise<readonly string[]> {
  if (key === CHAMPION_KEY) {
    const champion = await findChampion(store);
    return champion === undefined ? [] : [champion.runId];
  }
  const runId = runIdOfKey(key);
  return runId === undefined ? runsOfUpload(store, key) : [runId];
}

/** Of the newest runs those of an upload that nothing was made of yet. */
async function runsOfUpload(store: ObjectStore, key: string): Promise<readonly string[]> {
  const keys = (await store.list(RUNS_PREFIX, MAX_KEYS)).slice(-NEWEST_RUNS);
  const runs = await Promise.all(keys.map((runKey) => readJson(store, runKey, runStatusSchema)));
  return runs
    .filter(({ sourceKey, state }) => sourceKey === key && state === 'received')
    .map(({ runId }) => runId);
}
