import {
  isTerminal,
  type ReportedProgress,
  RUN_STATES,
  type RunFailure,
  type RunState,
  type RunStatus,
  STATE_DURING,
  type Stage,
} from './run-status.ts';

/**
 * The state machine of a run. Each step gives the run's next status, or undefined where the step changes nothing:
 * events come late, twice and out of order.
 */

/** A stage whose failure may be of the moment is tried this often before its run counts as failed. */
export const MAX_ATTEMPTS = 2;

/** What a stage finds out about its run. */
export type RunFindings = Partial<Pick<RunStatus, 'customers' | 'rejectedRows' | 'modelVersion'>>;

/** The run reaches a state: forward, never back. A failed run may go on; a superseded one may yet be published. */
export function advanced(status: RunStatus, state: RunState, findings: RunFindings): RunStatus | undefined {
  if (status.state === 'published' || (status.state === 'superseded' && state !== 'published')) {
    return undefined;
  }
  if (status.state === state) {
    return Object.keys(findings).length > 0 ? { ...status, ...findings } : undefined;
  }
  const isForward = RUN_STATES.indexOf(state) > RUN_STATES.indexOf(status.state);
  if (!isForward && !isTerminal(status.state)) return undefined;
  return { ...withoutProgress(status), ...findings, state, attempts: 0, failure: null };
}

/**
 * A stage has done some of its work; of another stage than the one under way it changes nothing. The rows of parts that
 * are worked on at once are added up.
 */
export function progressed(status: RunStatus, reported: ReportedProgress): RunStatus | undefined {
  const { part, ...progress } = reported;
  if (status.state !== STATE_DURING[progress.stage]) return undefined;
  if (part === undefined) return { ...status, progress };
  const rowsDoneByPart: Readonly<Record<string, number>> = {
    ...status.rowsDoneByPart,
    [part]: progress.rowsDone,
  };
  const rowsDone = Object.values(rowsDoneByPart).reduce<number>((sum, rows) => sum + rows, 0);
  return { ...status, progress: { ...progress, rowsDone }, rowsDoneByPart };
}

/** An attempt failed: the run has failed where trying again is of no use or was done already. */
export function failed(status: RunStatus, failure: RunFailure): RunStatus | undefined {
  if (isDone(status.state) || hasLeft(status, failure.stage)) return undefined;
  const attempts = status.attempts + 1;
  const isFinal = !failure.retryable || attempts >= MAX_ATTEMPTS;
  return { ...withoutProgress(status), attempts, failure, state: isFinal ? 'failed' : status.state };
}

/** A stage will not be tried again. */
export function givenUp(status: RunStatus, failure: RunFailure): RunStatus | undefined {
  if (isTerminal(status.state) || hasLeft(status, failure.stage)) return undefined;
  return { ...withoutProgress(status), failure, state: 'failed' };
}

/** A newer run took this one's place before it was published. */
export function overtaken(status: RunStatus): RunStatus | undefined {
  if (isTerminal(status.state)) return undefined;
  return { ...withoutProgress(status), state: 'superseded', attempts: 0, failure: null };
}

function isDone(state: RunState): boolean {
  return state === 'published' || state === 'superseded';
}

/** Whether the run is at a later stage, or failed in one. */
function hasLeft({ state, failure }: RunStatus, stage: Stage): boolean {
  const reached = state === 'failed' && failure !== null ? STATE_DURING[failure.stage] : state;
  return RUN_STATES.indexOf(reached) > RUN_STATES.indexOf(STATE_DURING[stage]);
}

/** Progress is said of the attempt under way, which ends here. */
function withoutProgress({ progress: _, rowsDoneByPart: __, ...status }: RunStatus): RunStatus {
  return status;
}
