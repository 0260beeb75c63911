import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerDirectory } from './data-directory.ts';
import { DatabaseSetupError } from './database-server.ts';
import { commandLineOf, endProcess, identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';

const STOP_GRACE_MS = 30_000;

/**
 * Takes the folder for this process, so that two runners never start a server on the same data; stops a server that a
 * runner killed outright has left behind. Returns the function that gives the folder up.
 * @throws DatabaseSetupError while another living process holds it.
 */
export async function takeOwnership(directory: ServerDirectory): Promise<() => Promise<void>> {
  const path = join(directory.path, 'owner.json');
  const self = await identityOf(process.pid);
  if (self === undefined) throw new DatabaseSetupError('this process cannot tell its own start time');
  const mine = JSON.stringify(self);
  for (;;) {
    if (await createWhole(path, mine)) break;
    const standing = await readFile(path, 'utf8').catch(() => undefined);
    if (standing === undefined) continue;
    const owner = parseIdentity(standing);
    if (owner !== undefined && (await isAlive(owner))) {
      throw new DatabaseSetupError(
        `the database in ${directory.path} is in use by process ${owner.pid}: stop it first`,
      );
    }
    await removeStale(path, standing);
  }
  await stopOrphan(directory);
  return () => rm(path, { force: true });
}

/** Creates a file with its content in one step; false where it exists. */
async function createWhole(path: string, content: string): Promise<boolean> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(aside, content, { mode: 0o600 });
  try {
    await link(aside, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Removes the file if it still says what was read; another process's newer claim is put back. */
async function removeStale(path: string, read: string): Promise<void> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return; // another process was faster
  }
  if ((await readFile(aside, 'utf8')) === read) await rm(aside);
  else await rename(aside, path);
}

function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value))
      return undefined;
    const { pid, startedAt } = value;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** Writes down the server's number, for `stopOrphan` of a later start. */
export function recordServer(directory: ServerDirectory, pid: number): Promise<void> {
  return writeFile(join(directory.path, 'server.pid'), `${pid}\n`);
}

export function forgetServer(directory: ServerDirectory): Promise<void> {
  return rm(join(directory.path, 'server.pid'), { force: true });
}

/** Stops the recorded process only if it is a server of this very data directory. */
async function stopOrphan(directory: ServerDirectory): Promise<void> {
  const text = await readFile(join(directory.path, 'server.pid'), 'utf8').catch(() => '');
  const pid = Number(text.trim());
  if (!Number.isInteger(pid) || pid <= 1) return;
  const identity = await identityOf(pid);
  const isOurs = (await commandLineOf(pid)).includes(`--datadir=${directory.data}`);
  if (identity !== undefined && isOurs) await endProcess(identity, STOP_GRACE_MS);
  await forgetServer(directory);
}
