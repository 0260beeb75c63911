import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all functions' logs. */
export async function logBytes(stateDirectory: string): Promise<number> {
  const folder = join(stateDirectory, 'logs');
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
