import { existsSync, globSync, statSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const projectRoot = join(import.meta.dirname, '../..');
const locks = join(projectRoot, '.cache');

/** Something that many test files need and that takes seconds to make. */
export interface Product {
  readonly name: string;
  /** A file that is written last. */
  readonly proof: string;
  /** Patterns of the project's files that it is made of. */
  readonly sources: readonly string[];
  readonly build: () => Promise<void>;
}

/** Builds it where its sources are newer than what was built; test processes wait for each other. */
export async function buildOnce(product: Product): Promise<void> {
  if (isFresh(product)) return;
  await withLock(join(locks, `${product.name}.lock`), async () => {
    if (!isFresh(product)) await product.build();
  });
}

function isFresh({ proof, sources }: Product): boolean {
  if (!existsSync(proof)) return false;
  const builtAt = statSync(proof).mtimeMs;
  return globSync([...sources], { cwd: projectRoot }).every(
    (path) => statSync(join(projectRoot, path)).mtimeMs < builtAt,
  );
}

/** A lock file holding its owner's process id; one whose owner is gone is taken over. */
async function withLock(lock: string, work: () => Promise<void>): Promise<void> {
  await mkdir(locks, { recursive: true });
  for (;;) {
    const file = await open(lock, 'wx').catch(() => undefined);
    if (file !== undefined) {
      try {
        await file.writeFile(String(process.pid));
        await file.close();
        return await work();
      } finally {
        await rm(lock, { force: true });
      }
    }
    await sleep(100);
    if (await ownerIsGone(lock)) await rm(lock, { force: true });
  }
}

async function ownerIsGone(lock: string): Promise<boolean> {
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (!Number.isInteger(owner) || owner === 0) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch {
    return true;
  }
}
