import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from './run-command.ts';

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own notation. */
  readonly startedAt: string;
}

/** The identity of a living process; undefined where there is none (a zombie counts as none). */
export async function identityOf(pid: number): Promise<ProcessIdentity | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold anything
    const startedAt = fields[19];
    return startedAt === undefined || fields[0] === 'Z' ? undefined : { pid, startedAt };
  }
  const { exitCode, stdout } = await runCommand('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const [, state, startedAt] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
  return exitCode !== 0 || startedAt === undefined || state?.startsWith('Z') ? undefined : { pid, startedAt };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identityOf(identity.pid))?.startedAt === identity.startedAt;
}

/** The arguments a process was started with; empty where there is no such process or it belongs to someone else. */
export async function commandLineOf(pid: number): Promise<readonly string[]> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return line.split('\0').filter((part) => part !== '');
  }
  const { stdout } = await runCommand('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
  return stdout
    .trim()
    .split(/ (?=--)/)
    .filter((part) => part !== '');
}

/** Asks a process to end, and after `graceMs` makes it; resolves once it is gone. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  signal(identity.pid, 'SIGTERM');
  while (await isAlive(identity)) {
    if (Date.now() > deadline) signal(identity.pid, 'SIGKILL');
    await sleep(50);
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}
