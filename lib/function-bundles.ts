import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

const functionsDirectory = join(import.meta.dirname, '../functions');

/** A folder with one bundle a function: `<folder>/<function>/index.js`. */
export interface FunctionBundles {
  directoryOf(functionName: string): string;
  /** The project's version and a digest of the function's bundle: `0.1.0+3f9a01bc`. */
  versionOf(functionName: string): string;
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
  const directoryOf = (functionName: string) => {
    if (!names.includes(functionName)) throw new Error(`functions/${functionName} does not exist.`);
    return join(outputDirectory, functionName);
  };
  return {
    directoryOf,
    versionOf(functionName) {
      const bundle = readFileSync(join(directoryOf(functionName), 'index.js'));
      return `${packageJson.version}+${createHash('sha256').update(bundle).digest('hex').slice(0, 8)}`;
    },
  };
}
