import { isDeepStrictEqual } from 'node:util';
import { ChurnError } from '#core/errors.ts';
import { runStatusKey } from '#core/lake/keys.ts';
import {
  isTerminal,
  RUN_STATES,
  type RunFailure,
  type RunProgress,
  type RunState,
  type RunStatus,
  runStatusSchema,
  STATE_DURING,
  type Stage,
} from '#core/lake/run-status.ts';
import { findJson, lostRace, writeJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { logger } from '../telemetry/logger.ts';

/** A stage whose failure may be of the moment is tried this often before its run counts as failed. */
export const MAX_ATTEMPTS = 2;

const MAX_RACES = 20;
const ENDED_SUPERSEDED = { state: 'superseded', attempts: 0, failure: null } as const;

type Findings = Partial<Pick<RunStatus, 'customers' | 'rejectedRows' | 'modelVersion'>>;

/** Keeps `runs/<runId>.json`. Writers may race: every change is made on the version it was computed from. */
export interface RunLedger {
  find(runId: string): Promise<RunStatus | undefined>;
  /** Opens a run; leaves one that is there as it is. */
  open(status: RunStatus): Promise<void>;
  /** Moves a run forward, never back: a late or repeated event changes nothing. A failed run may go on. */
  advance(runId: string, state: RunState, findings?: Findings): Promise<void>;
  /**
   * Notes how much of its work a stage has done, if the run is at that stage. Not worth a failure: where another writes
   * at the same time, or the bucket does not answer, it is left out.
   */
  report(runId: string, progress: RunProgress): Promise<void>;
  /** Ends a run as `superseded`, unless it has ended. Should it be published all the same, `advance` says so. */
  overtake(runId: string): Promise<void>;
  /**
   * Notes a failed attempt; the run is `failed` when trying again is of no use or was done already. The failure of a
   * stage that the run has left, by an event that came twice, changes nothing.
   */
  fail(runId: string, failure: RunFailure): Promise<void>;
}

export function createRunLedger(store: ObjectStore, now: () => Date = () => new Date()): RunLedger {
  const change = async (runId: string, next: (status: RunStatus) => RunStatus | undefined) => {
    const key = runStatusKey(runId);
    let written: RunStatus | undefined;
    for (let race = 0; race < MAX_RACES; race += 1) {
      const head = await store.head(key);
      const status = await findJson(store, key, runStatusSchema);
      // S3 took the change, its answer was lost on the way, and the client asked again.
      if (written !== undefined && isDeepStrictEqual(status, written)) return;
      if (head === undefined || status === undefined) {
        throw new ChurnError('RUN_NOT_OPEN', `The run ${runId} was never opened.`);
      }
      const changed = next(status);
      if (changed === undefined) return;
      written = { ...changed, updatedAt: now().toISOString() };
      try {
        return await writeJson(store, key, written, { ifEtag: head.etag });
      } catch (error) {
        if (!lostRace(error)) throw error;
      }
    }
    throw new ChurnError(
      'RUN_CONTENDED',
      `The status of run ${runId} was changed by others ${MAX_RACES} times.`,
    );
  };

  const report = async (runId: string, progress: RunProgress) => {
    const key = runStatusKey(runId);
    try {
      const head = await store.head(key);
      const status = await findJson(store, key, runStatusSchema);
      if (head === undefined || status?.state !== STATE_DURING[progress.stage]) return;
      const reported = { ...status, progress, updatedAt: now().toISOString() };
      await writeJson(store, key, reported, { ifEtag: head.etag });
    } catch (error) {
      logger.debug('progress not noted', { error: error as Error });
    }
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
    advance: (runId, state, findings = {}) => change(runId, (status) => advanced(status, state, findings)),
    report: (runId, progress) => report(runId, progress),
    overtake: (runId) =>
      change(runId, (status) =>
        isTerminal(status.state) ? undefined : { ...withoutProgress(status), ...ENDED_SUPERSEDED },
      ),
    fail: (runId, failure) => change(runId, (status) => failed(status, failure)),
  };
}

function advanced(status: RunStatus, state: RunState, findings: Findings): RunStatus | undefined {
  if (status.state === 'published') return undefined;
  if (status.state === 'superseded' && state !== 'published') return undefined;
  const isForward = RUN_STATES.indexOf(state) > RUN_STATES.indexOf(status.state);
  const isResumed = status.state === 'failed' || status.state === 'superseded';
  if (!isForward && !isResumed) {
    return status.state === state && Object.keys(findings).length > 0
      ? { ...status, ...findings }
      : undefined;
  }
  return { ...withoutProgress(status), ...findings, state, attempts: 0, failure: null };
}

function failed(status: RunStatus, failure: RunFailure): RunStatus | undefined {
  if (status.state === 'published' || status.state === 'superseded' || hasLeft(status, failure.stage))
    return undefined;
  const attempts = status.attempts + 1;
  const isFinal = !failure.retryable || attempts >= MAX_ATTEMPTS;
  return { ...withoutProgress(status), attempts, failure, state: isFinal ? 'failed' : status.state };
}

/** Said of the attempt under way, which ends here. */
function withoutProgress({ progress: _, ...status }: RunStatus): RunStatus {
  return status;
}

/** Whether the run is at a later stage, or failed in one. */
function hasLeft({ state, failure }: RunStatus, stage: Stage): boolean {
  const reached = state === 'failed' && failure !== null ? STATE_DURING[failure.stage] : state;
  return RUN_STATES.indexOf(reached) > RUN_STATES.indexOf(STATE_DURING[stage]);
}
