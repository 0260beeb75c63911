import { join } from 'node:path';
import { build } from 'esbuild';

const MODULES = ['preload', 'lifeline', 'native-client'];

/**
 * Compiles what is loaded before the code of a function or a task into `<directory>/runtime`, as plain JavaScript, since
 * a TypeScript loader would take 18 MB of each process. @returns The path of the module to load first.
 */
export async function compileRuntime(directory: string): Promise<string> {
  const outdir = join(directory, 'runtime');
  await build({
    entryPoints: MODULES.map((name) => join(import.meta.dirname, 'runtime', `${name}.ts`)),
    outdir,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return join(outdir, 'preload.mjs');
}
