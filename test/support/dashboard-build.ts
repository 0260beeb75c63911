import { existsSync, globSync, statSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';

const projectRoot = join(import.meta.dirname, '../..');
const lockPath = join(projectRoot, '.cache/dashboard-build.lock');

/** Where `npm run build` puts the dashboard. */
export const dashboardFolder = join(projectRoot, 'frontend/dist');

/** Builds the dashboard where its sources are newer than what was built; test processes wait for each other. */
export async function ensureDashboardBuilt(): Promise<void> {
  if (isFresh()) return;
  await withLock(async () => {
    if (isFresh()) return;
    await build({ configFile: join(projectRoot, 'frontend/vite.config.ts'), logLevel: 'warn' });
  });
}

function isFresh(): boolean {
  const page = join(dashboardFolder, 'index.html');
  if (!existsSync(page)) return false;
  const builtAt = statSync(page).mtimeMs;
  const patterns = [
    'frontend/*.*',
    'frontend/src/**/*.*',
    'layers/core/errors.ts',
    'layers/core/economics/*.ts',
  ];
  return globSync(patterns, { cwd: projectRoot }).every(
    (path) => statSync(join(projectRoot, path)).mtimeMs < builtAt,
  );
}

/** A lock file holding its owner's process id; one whose owner is gone is taken over. */
async function withLock(work: () => Promise<void>): Promise<void> {
  await mkdir(join(projectRoot, '.cache'), { recursive: true });
  for (;;) {
    const file = await open(lockPath, 'wx').catch(() => undefined);
    if (file !== undefined) {
      try {
        await file.writeFile(String(process.pid));
        await file.close();
        return await work();
      } finally {
        await rm(lockPath, { force: true });
      }
    }
    await sleep(100);
    if (await ownerIsGone()) await rm(lockPath, { force: true });
  }
}

async function ownerIsGone(): Promise<boolean> {
  const owner = Number(await readFile(lockPath, 'utf8').catch(() => ''));
  if (!Number.isInteger(owner) || owner === 0) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch {
    return true;
  }
}
