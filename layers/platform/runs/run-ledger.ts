import { isDeepStrictEqual } from 'node:util';
import { ChurnError } from '#core/errors.ts';
import { runStatusKey } from '#core/lake/keys.ts';
import {
  type ReportedProgress,
  type RunFailure,
  type RunState,
  type RunStatus,
  runStatusSchema,
} from '#core/lake/run-status.ts';
import {
  advanced,
  failed,
  givenUp,
  overtaken,
  progressed,
  type RunFindings,
} from '#core/lake/run-transitions.ts';
import { findJson, lostRace, writeJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { logger } from '../telemetry/logger.ts';

const MAX_RACES = 20;
/** Of parts that report at once each gets through. */
const REPORT_RACES = 8;

/**
 * Keeps `runs/<runId>.json`. Writers may race: every change is made on the version it was computed from. `advance` and
 * `fail` throw the ChurnError `RUN_NOT_OPEN` for a run that was never opened.
 */
export interface RunLedger {
  find(runId: string): Promise<RunStatus | undefined>;
  /** Opens a run; leaves one that is there as it is. */
  open(status: RunStatus): Promise<void>;
  /** Moves a run forward, never back: a late or repeated event changes nothing. A failed run may go on. */
  advance(runId: string, state: RunState, findings?: RunFindings): Promise<void>;
  /**
   * Notes how much of its work a stage has done, if the run is at that stage. Not worth a failure: where others write all
   * the time, or the bucket does not answer, it is left out.
   */
  report(runId: string, progress: ReportedProgress): Promise<void>;
  /**
   * Ends a run, if there is one, as `superseded` unless it has ended. Should it be published all the same, `advance`
   * says so.
   */
  overtake(runId: string): Promise<void>;
  /**
   * Notes a failed attempt; the run is `failed` when trying again is of no use or was done already. The failure of a
   * stage that the run has left, by an event that came twice, changes nothing.
   */
  fail(runId: string, failure: RunFailure): Promise<void>;
  /** Ends a run, if there is one, as failed whose stage will not be tried again, unless it has ended or left it. */
  giveUp(runId: string, failure: RunFailure): Promise<void>;
}

type Transition = (status: RunStatus) => RunStatus | undefined;

/** The same step, counted: all are but reports of progress. */
function counted(next: Transition): Transition {
  return (status) => {
    const changed = next(status);
    return changed === undefined ? undefined : { ...changed, revision: (status.revision ?? 0) + 1 };
  };
}

export function createRunLedger(store: ObjectStore, now: () => Date = () => new Date()): RunLedger {
  const find = (runId: string) => findJson(store, runStatusKey(runId), runStatusSchema);

  /** One try; `note` is told what is about to be written. @throws ChurnError `OBJECT_CHANGED` */
  const tryChange = async (runId: string, next: Transition, note: (written: RunStatus) => void) => {
    const head = await store.head(runStatusKey(runId));
    const status = await find(runId);
    if (head === undefined || status === undefined) return 'no run';
    const changed = next(status);
    if (changed === undefined) return 'nothing to change';
    const written = { ...changed, updatedAt: now().toISOString() };
    note(written);
    await writeJson(store, runStatusKey(runId), written, { ifEtag: head.etag });
    return 'changed';
  };

  const changeIfOpen = async (runId: string, next: Transition, maxRaces = MAX_RACES) => {
    let written: RunStatus | undefined;
    // S3 may take a change whose answer is lost on the way: the client asks again and finds its own change.
    const unlessWritten: Transition = (status) =>
      isDeepStrictEqual(status, written) ? undefined : next(status);
    for (let race = 0; race < maxRaces; race += 1) {
      try {
        return await tryChange(runId, unlessWritten, (status) => {
          written = status;
        });
      } catch (error) {
        if (!lostRace(error)) throw error;
      }
    }
    const message = `The status of run ${runId} was changed by others ${maxRaces} times.`;
    throw new ChurnError('RUN_CONTENDED', message);
  };
  const change = async (runId: string, next: Transition) => {
    if ((await changeIfOpen(runId, counted(next))) !== 'no run') return;
    throw new ChurnError('RUN_NOT_OPEN', `The run ${runId} was never opened.`);
  };

  return {
    find,
    async open(status) {
      try {
        await writeJson(store, runStatusKey(status.runId), status, { ifAbsent: true });
      } catch (error) {
        if (!lostRace(error)) throw error;
      }
    },
    advance: (runId, state, findings = {}) => change(runId, (status) => advanced(status, state, findings)),
    async report(runId, progress) {
      try {
        await changeIfOpen(runId, (status) => progressed(status, progress), REPORT_RACES);
      } catch (error) {
        logger.debug('progress not noted', { error: error as Error });
      }
    },
    async overtake(runId) {
      await changeIfOpen(runId, counted(overtaken));
    },
    async giveUp(runId, failure) {
      await changeIfOpen(
        runId,
        counted((status) => givenUp(status, failure)),
      );
    },
    fail: (runId, failure) => change(runId, (status) => failed(status, failure)),
  };
}
