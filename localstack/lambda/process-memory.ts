import { readFileSync } from 'node:fs';

/** What a process holds in memory now, and the most it ever held, in bytes. */
export interface ProcessMemory {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

const RESIDENT = /^VmRSS:\s+(\d+) kB$/m;
const PEAK = /^VmHWM:\s+(\d+) kB$/m;

/**
 * Reads a process's memory from Linux's /proc; undefined for a process that is gone, or on another system. The kernel
 * answers from its memory: waiting for a thread to ask it would take several times as long.
 */
export function processMemory(pid: number): ProcessMemory | undefined {
  if (process.platform !== 'linux') return undefined;
  const status = statusOf(pid);
  const residentBytes = kibibytes(status, RESIDENT);
  const peakBytes = kibibytes(status, PEAK);
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
  const timer = setInterval(() => {
    const memory = processMemory(pid);
    if (memory === undefined || memory.residentBytes <= limitBytes) return;
    clearInterval(timer);
    over(memory.residentBytes);
  }, CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function kibibytes(status: string, field: RegExp): number | undefined {
  const value = field.exec(status)?.[1];
  return value === undefined ? undefined : Number(value) * 1024;
}
