import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { TemplateError } from './template-error.ts';
import { unpackZip } from './zip-archive.ts';

/**
 * The folder of an asset: itself, or, for a .zip file, `<unpackDirectory>/<its name>`, unpacked once.
 * @throws TemplateError where the asset is missing or is a file of another kind
 */
export async function assetDirectory(path: string, unpackDirectory: string): Promise<string> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) return path;
  if (entry === undefined || !path.endsWith('.zip')) {
    throw new TemplateError(
      `The asset ${path} is ${entry === undefined ? 'missing' : 'no folder and no .zip file'}.`,
    );
  }
  const target = resolve(unpackDirectory, basename(path, '.zip'));
  if ((await stat(target).catch(() => undefined)) !== undefined) return target;
  const aside = join(unpackDirectory, `.unpacking-${basename(target)}`);
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  await unpackZip(path, resolve(aside));
  await rename(aside, target);
  return target;
}
