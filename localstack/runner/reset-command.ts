import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isExpected } from './expected-errors.ts';
import { projectRoot } from './project.ts';
import { StartError } from './start-error.ts';
import { lockState } from './state-lock.ts';

/** What every state folder has; one without is not ours to empty. */
const MARK = 'credentials.json';
const LOCK_FILES = new Set(['runner.lock', 'runner.pid']);

/** `npm run reset`: empties a state folder that no runner holds; gives the exit code. */
export async function resetCommand(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { state: { type: 'string', default: '.local' } },
    });
    console.log(await empty(resolve(projectRoot, values.state), values.state));
    return 0;
  } catch (error) {
    const isMisuse =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!isExpected(error) && !isMisuse) throw error;
    console.error(error.message);
    return 1;
  }
}

async function empty(directory: string, shown: string): Promise<string> {
  const names = await readdir(directory).catch((): string[] => []);
  if (names.every((name) => LOCK_FILES.has(name))) return `${shown} is empty already.`;
  if (!names.includes(MARK))
    throw new StartError(`${shown} is no folder of the local cloud, so it is left alone.`);
  const release = await lockState(directory);
  try {
    for (const name of names) {
      if (LOCK_FILES.has(name) || name === MARK) continue;
      await rm(join(directory, name), { recursive: true, force: true, maxRetries: 5 });
    }
    await rm(join(directory, MARK), { force: true });
  } finally {
    release();
  }
  return `${shown} is empty.`;
}
