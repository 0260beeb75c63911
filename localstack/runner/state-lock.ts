import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from './start-error.ts';

const SQLITE_BUSY = 5;

/**
 * Makes this process the only one to use a state folder, and returns the function that gives it up. The lock is one of
 * the operating system on `runner.lock`, so it goes with the process however that ends.
 * @throws StartError naming the process that holds it
 */
export async function lockState(stateDirectory: string): Promise<() => void> {
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  const release = tryLock(stateDirectory);
  if (release === undefined) {
    throw new StartError(
      `${stateDirectory} is in use by process ${await holderOf(stateDirectory)}: stop it first.`,
    );
  }
  await writeFile(pidFile(stateDirectory), `${process.pid}\n`, { mode: 0o600 });
  return release;
}

/** Undefined where another process, or another part of this one, holds the lock. */
function tryLock(stateDirectory: string): (() => void) | undefined {
  const database = new DatabaseSync(join(stateDirectory, 'runner.lock'), { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

async function holderOf(stateDirectory: string): Promise<string> {
  const text = await readFile(pidFile(stateDirectory), 'utf8').catch(() => '');
  return text.trim() || 'unknown';
}

const pidFile = (stateDirectory: string) => join(stateDirectory, 'runner.pid');
