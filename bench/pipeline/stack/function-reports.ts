import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedApp } from './deployed-app.ts';

/** The functions on a run's way, by their folders. */
export const RUN_FUNCTIONS = [
  'ingest',
  'clean',
  'features',
  'train',
  'score-start',
  'score-plan',
  'score-part',
  'score-publish',
] as const;

/** What one call of a function took, as its log's REPORT line says. */
export interface CallReport {
  /** When the call ended. */
  readonly atMs: number;
  /** Of the handler, and of loading the code before a process' first call. */
  readonly durationMs: number;
  readonly initMs: number;
  readonly memorySizeMb: number;
  /** Most that the process ever held, VmHWM of /proc; undefined where the system does not tell. */
  readonly peakMemoryMb: number | undefined;
}

/** What a function did for one run. */
export interface FunctionUse {
  /** The function's folder. */
  readonly stage: string;
  readonly calls: number;
  /** Of all calls, with the loading of the code: what Lambda bills. */
  readonly billedSeconds: number;
  readonly memorySizeMb: number;
  /** Since its process began, earlier runs included; null where the system does not tell. */
  readonly peakMemoryMb: number | null;
}

const REPORT =
  /^(\S+) \[\w+\] REPORT RequestId: \S+\tDuration: ([\d.]+) ms\tMemory Size: (\d+) MB(?:\tMax Memory Used: (\d+) MB)?(?:\tInit Duration: ([\d.]+) ms)?$/gm;

/** The REPORT lines of a function's log, in their order. */
export function callReports(log: string): CallReport[] {
  return [...log.matchAll(REPORT)].map(([, time = '', duration, memorySize, peak, init]) => ({
    atMs: Date.parse(time),
    durationMs: Number(duration),
    initMs: Number(init ?? 0),
    memorySizeMb: Number(memorySize),
    peakMemoryMb: peak === undefined ? undefined : Number(peak),
  }));
}

/** What a run's functions did since a moment; one without a call since then is left out. */
export async function functionUses(
  stateDirectory: string,
  { functionNames }: Pick<DeployedApp, 'functionNames'>,
  sinceMs: number,
): Promise<FunctionUse[]> {
  const uses: FunctionUse[] = [];
  for (const stage of RUN_FUNCTIONS) {
    const file = join(stateDirectory, 'logs', `${functionNames.get(stage)}.log`);
    const log = await readFile(file, 'utf8').catch(() => '');
    const use = useOf(
      stage,
      callReports(log).filter(({ atMs }) => atMs >= sinceMs),
    );
    if (use !== undefined) uses.push(use);
  }
  return uses;
}

/** The sum of a stage's calls; undefined for none. */
export function useOf(stage: string, calls: readonly CallReport[]): FunctionUse | undefined {
  const [first] = calls;
  if (first === undefined) return undefined;
  const peaks = calls.flatMap(({ peakMemoryMb }) => peakMemoryMb ?? []);
  return {
    stage,
    calls: calls.length,
    billedSeconds: calls.reduce((sum, { durationMs, initMs }) => sum + durationMs + initMs, 0) / 1000,
    memorySizeMb: first.memorySizeMb,
    peakMemoryMb: peaks.length === 0 ? null : Math.max(...peaks),
  };
}
