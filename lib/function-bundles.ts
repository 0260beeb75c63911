import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const functionsDirectory = join(import.meta.dirname, '../functions');

/** A folder with one bundle a function: `<folder>/<function>/index.js`. */
export interface FunctionBundles {
  directoryOf(functionName: string): string;
}

/**
 * Bundles every folder of functions/ with everything it imports, the AWS SDK included. The native ONNX runtime stays
 * outside: a layer brings it, and CommonJS is what finds modules of a layer.
 */
export function bundleFunctions(): FunctionBundles {
  const outputDirectory = mkdtempSync(join(tmpdir(), 'churn-functions-'));
  process.once('exit', () => rmSync(outputDirectory, { recursive: true, force: true }));
  const names = readdirSync(functionsDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  buildSync({
    entryPoints: Object.fromEntries(
      names.map((name) => [`${name}/index`, join(functionsDirectory, name, 'handler.ts')]),
    ),
    outdir: outputDirectory,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: ['onnxruntime-node'],
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    absWorkingDir: join(import.meta.dirname, '..'),
  });
  return {
    directoryOf(functionName) {
      if (!names.includes(functionName)) throw new Error(`functions/${functionName} does not exist.`);
      return join(outputDirectory, functionName);
    },
  };
}
