import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Somebody else runs on the state folder. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';
}

/**
 * Makes this process the only runner of a state folder; the lock of a runner that was killed is taken over.
 * @throws StateInUseError naming the process
 */
export async function lockState(stateDirectory: string): Promise<() => Promise<void>> {
  const file = join(stateDirectory, 'runner.lock');
  const own = `${file}.${process.pid}`;
  for (;;) {
    await writeFile(own, `${process.pid}\n${await startOf(process.pid)}\n`, { mode: 0o600 });
    try {
      await link(own, file);
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(own, { force: true });
    }
    const holder = await liveHolder(file);
    if (holder !== undefined) {
      throw new StateInUseError(
        `The local cloud of ${stateDirectory} is already running (process ${holder}).`,
      );
    }
    await rm(file, { force: true });
  }
}

/** The process that holds the state folder, if it lives. */
export async function liveHolderOf(stateDirectory: string): Promise<number | undefined> {
  return liveHolder(join(stateDirectory, 'runner.lock'));
}

async function liveHolder(file: string): Promise<number | undefined> {
  const [pid = '', start = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const id = Number(pid);
  if (!Number.isInteger(id) || id <= 0) return undefined;
  try {
    process.kill(id, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return (await startOf(id)) === start ? id : undefined;
}

/** When a process began, so that a number given again to another process is not taken for it; '' where unknown. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
