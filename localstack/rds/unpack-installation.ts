import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSetupError } from './database-server.ts';
import { type Installation, unpackedAt } from './installation.ts';
import { runCommand, tail } from './run-command.ts';

/** Newest first; the names differ between Debian 12 and 13, Ubuntu 22.04 and Ubuntu 20.04. */
const PACKAGES = ['mariadb-server-core', 'mariadb-server-core-10.6', 'mysql-server-core-8.0'];
const TEMPORARY_PREFIX = 'unpacking-';
const ABANDONED_AFTER_MS = 3_600_000;

/** The project's own copy of a server under `cacheDirectory`; undefined where there is none that runs. */
export function findUnpacked(cacheDirectory: string): Promise<Installation | undefined> {
  return unpackedAt(join(cacheDirectory, 'server'));
}

/**
 * Unpacks a server from the system's Debian or Ubuntu archive into `cacheDirectory`, without root and without touching
 * the system. Several processes may do so at once: each unpacks aside, the first to finish wins.
 * @throws DatabaseSetupError where apt is missing or its archives cannot be reached.
 */
export async function unpackInstallation(cacheDirectory: string): Promise<Installation> {
  await mkdir(cacheDirectory, { recursive: true });
  await removeAbandoned(cacheDirectory);
  const work = await mkdtemp(join(cacheDirectory, TEMPORARY_PREFIX));
  try {
    const root = join(work, 'root');
    await mkdir(root);
    await downloadPackages(work);
    for (const file of await readdir(work)) {
      if (file.endsWith('.deb')) await mustRun('dpkg', ['-x', file, root], work);
    }
    if ((await unpackedAt(root)) === undefined) {
      throw new DatabaseSetupError('the unpacked server does not run or is too old');
    }
    return await moveIntoPlace(root, cacheDirectory);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function moveIntoPlace(root: string, cacheDirectory: string): Promise<Installation> {
  const target = join(cacheDirectory, 'server');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await rename(root, target).catch((error: unknown) => {
      if (!isOccupied(error)) throw error;
    });
    const installation = await unpackedAt(target);
    if (installation !== undefined) return installation;
    await rm(target, { recursive: true, force: true }); // an older copy that no longer runs
  }
  throw new DatabaseSetupError(`${target} cannot be replaced`);
}

function isOccupied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
}

/** First with the system's package lists; where they are empty or stale, with fresh ones of our own. */
async function downloadPackages(work: string): Promise<void> {
  const options = await aptOptions(work);
  const own = [...options, '-o', `Dir::State=${join(work, 'state')}`];
  if (await downloadWith(options, work)) return;
  await runCommand('apt-get', [...own, 'update'], { cwd: work });
  if (await downloadWith(own, work)) return;
  const { stderr } = await runCommand('apt-get', [...own, 'install', '--print-uris', PACKAGES[0] ?? '']);
  throw new DatabaseSetupError(`apt-get found no server to download: ${tail(stderr)}`);
}

async function aptOptions(work: string): Promise<string[]> {
  await mkdir(join(work, 'state/lists/partial'), { recursive: true });
  await mkdir(join(work, 'cache/archives/partial'), { recursive: true });
  const settings = [
    `Dir::Cache=${join(work, 'cache')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    'Debug::NoLocking=1',
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
  ];
  return ['-qq', ...settings.flatMap((setting) => ['-o', setting])];
}

/** Downloads the first package there is, with what it needs and the system lacks. */
async function downloadWith(options: readonly string[], work: string): Promise<boolean> {
  for (const name of PACKAGES) {
    const plan = await runCommand('apt-get', [
      ...options,
      '--print-uris',
      '--no-install-recommends',
      'install',
      name,
    ]);
    const packages = plan.exitCode === 0 ? packagesOfPlan(plan.stdout) : [];
    if (packages.length === 0) continue;
    const download = await runCommand('apt-get', [...options, 'download', ...packages], { cwd: work });
    if (download.exitCode === 0) return true;
  }
  return false;
}

/** `'http://…' liburing2_2.3-3_amd64.deb 12572 …` → `liburing2=2.3-3`. */
export function packagesOfPlan(plan: string): string[] {
  return [...plan.matchAll(/^'[^']+' ([^_\s]+)_([^_\s]+)_[^_\s]+\.deb /gm)].map(
    ([, name = '', version = '']) => `${name}=${decodeURIComponent(version)}`,
  );
}

async function mustRun(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stderr } = await runCommand(program, args, { cwd });
  if (exitCode !== 0) throw new DatabaseSetupError(`${program} failed: ${tail(stderr)}`);
}

async function removeAbandoned(cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    if (!name.startsWith(TEMPORARY_PREFIX)) continue;
    const path = join(cacheDirectory, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
