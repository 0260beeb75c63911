import { ChurnError } from '#core/errors.ts';
import { runStatusKey } from '#core/lake/keys.ts';
import {
  RUN_STATES,
  type RunFailure,
  type RunState,
  type RunStatus,
  runStatusSchema,
} from '#core/lake/run-status.ts';
import { findJson, lostRace, writeJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** A stage whose failure may be of the moment is tried this often before its run counts as failed. */
export const MAX_ATTEMPTS = 2;

const MAX_RACES = 20;

type Progress = Partial<Pick<RunStatus, 'customers' | 'rejectedRows' | 'modelVersion'>>;

/** Keeps `runs/<runId>.json`. Writers may race: every change is made on the version it was computed from. */
export interface RunLedger {
  find(runId: string): Promise<RunStatus | undefined>;
  /** Opens a run; leaves one that is there as it is. */
  open(status: RunStatus): Promise<void>;
  /** Moves a run forward, never back: a late or repeated event changes nothing. A failed run may go on. */
  advance(runId: string, state: RunState, progress?: Progress): Promise<void>;
  /** Notes a failed attempt; the run is `failed` when trying again is of no use or was done already. */
  fail(runId: string, failure: RunFailure): Promise<void>;
}

export function createRunLedger(store: ObjectStore, now: () => Date = () => new Date()): RunLedger {
  const change = async (runId: string, next: (status: RunStatus) => RunStatus | undefined) => {
    const key = runStatusKey(runId);
    for (let race = 0; race < MAX_RACES; race += 1) {
      const head = await store.head(key);
      const status = await findJson(store, key, runStatusSchema);
      if (head === undefined || status === undefined) {
        throw new ChurnError('RUN_NOT_OPEN', `The run ${runId} was never opened.`);
      }
      const changed = next(status);
      if (changed === undefined) return;
      try {
        return await writeJson(
          store,
          key,
          { ...changed, updatedAt: now().toISOString() },
          { ifEtag: head.etag },
        );
      } catch (error) {
        if (!lostRace(error)) throw error;
      }
    }
    throw new ChurnError(
      'RUN_CONTENDED',
      `The status of run ${runId} was changed by others ${MAX_RACES} times.`,
    );
  };

  return {
    find: (runId) => findJson(store, runStatusKey(runId), runStatusSchema),
    async open(status) {
      try {
        await writeJson(store, runStatusKey(status.runId), status, { ifAbsent: true });
      } catch (error) {
        if (!lostRace(error)) throw error;
      }
    },
    advance: (runId, state, progress = {}) => change(runId, (status) => advanced(status, state, progress)),
    fail: (runId, failure) => change(runId, (status) => failed(status, failure)),
  };
}

function advanced(status: RunStatus, state: RunState, progress: Progress): RunStatus | undefined {
  const isForward = RUN_STATES.indexOf(state) > RUN_STATES.indexOf(status.state);
  const isResumed = status.state === 'failed';
  if (!isForward && !isResumed) {
    return status.state === state && Object.keys(progress).length > 0
      ? { ...status, ...progress }
      : undefined;
  }
  return { ...status, ...progress, state, attempts: 0, failure: null };
}

function failed(status: RunStatus, failure: RunFailure): RunStatus | undefined {
  if (status.state === 'published' || status.state === 'superseded') return undefined;
  const attempts = status.attempts + 1;
  const isFinal = !failure.retryable || attempts >= MAX_ATTEMPTS;
  return { ...status, attempts, failure, state: isFinal ? 'failed' : status.state };
}
