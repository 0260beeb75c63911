/** What a run's status said at one moment. */
export interface RunMoment {
  readonly state: string;
  readonly atMs: number;
  /** By the stage under way, where it has said. */
  readonly rowsDone?: number | undefined;
}

export interface StageTime {
  /** `upload`, then the run's states. */
  readonly stage: string;
  readonly seconds: number;
}

export interface RunTimes {
  readonly stages: readonly StageTime[];
  /** From the first byte sent to the run's last state. */
  readonly totalSeconds: number;
}

/**
 * How long a run was in each of its states, the last one left out. A state ends where the next begins, so that the
 * start of a function belongs to the state before it.
 * @param moments Oldest first, at least one; those of one state stand together.
 */
export function stageTimes(moments: readonly RunMoment[], uploadedFromMs: number): RunTimes {
  const changes = moments.filter(({ state }, index) => state !== moments[index - 1]?.state);
  const marks = [{ state: 'upload', atMs: uploadedFromMs }, ...changes];
  const stages = changes.map(({ atMs }, index) => ({
    stage: marks[index]!.state,
    seconds: (atMs - marks[index]!.atMs) / 1000,
  }));
  return { stages, totalSeconds: (changes.at(-1)!.atMs - uploadedFromMs) / 1000 };
}

/** Rows a second between the first and the last word on a state's progress; null with fewer than two. */
export function rowsPerSecond(moments: readonly RunMoment[], state: string): number | null {
  const told = moments.filter((moment) => moment.state === state && moment.rowsDone !== undefined);
  const [first, last] = [told.at(0), told.at(-1)];
  if (first === undefined || last === undefined || first.atMs === last.atMs) return null;
  return ((last.rowsDone! - first.rowsDone!) / (last.atMs - first.atMs)) * 1000;
}
