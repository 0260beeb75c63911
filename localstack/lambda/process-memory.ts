import { readFile } from 'node:fs/promises';

/** What a process holds in memory now, and the most it ever held, in bytes. */
export interface ProcessMemory {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

/** Reads a process's memory from Linux's /proc; undefined for a process that is gone, or on another system. */
export async function processMemory(pid: number): Promise<ProcessMemory | undefined> {
  if (process.platform !== 'linux') return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const residentBytes = kibibytes(status, 'VmRSS');
  const peakBytes = kibibytes(status, 'VmHWM');
  if (residentBytes === undefined || peakBytes === undefined) return undefined;
  return { residentBytes, peakBytes };
}

const CHECK_MS = 500;

/**
 * Calls `over` once, when a check each half second finds the process above the limit. Returns what ends the checks;
 * where memory cannot be read there are none.
 */
export function onMemoryOver(
  pid: number,
  limitBytes: number,
  over: (residentBytes: number) => void,
): () => void {
  const timer = setInterval(async () => {
    const memory = await processMemory(pid);
    if (memory === undefined || memory.residentBytes <= limitBytes) return;
    clearInterval(timer);
    over(memory.residentBytes);
  }, CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function kibibytes(status: string, field: string): number | undefined {
  const value = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return value === undefined ? undefined : Number(value) * 1024;
}
