import { availableParallelism, cpus, loadavg } from 'node:os';

/** Where a figure was measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** Processes that wanted a core over the last minute, before the bench began; 0 on Windows. */
  readonly loadBefore: number;
}

/** This machine, as it is now. */
export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
  };
}
