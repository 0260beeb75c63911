import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

const projectDirectory = join(import.meta.dirname, '..');
const functionsDirectory = join(projectDirectory, 'functions');

/** Entries of worker threads, which lie beside the function that starts them. */
const WORKERS = { 'train/training-worker': 'layers/platform/training/training-worker.ts' };

/** A folder with one bundle a function: `<folder>/<function>/index.js`. */
export interface FunctionBundles {
  directoryOf(functionName: string): string;
  /** The project's version and a digest of the function's code: `0.1.0+3f9a01bc`. */
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
    entryPoints: {
      ...Object.fromEntries(names.map((name) => [`${name}/index`, `functions/${name}/handler.ts`])),
      ...WORKERS,
    },
    outdir: outputDirectory,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: ['onnxruntime-node'],
    define: { 'import.meta.filename': '__filename', 'import.meta.dirname': '__dirname' },
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    absWorkingDir: projectDirectory,
  });
  const directoryOf = (functionName: string) => {
    if (!names.includes(functionName)) throw new Error(`functions/${functionName} does not exist.`);
    return join(outputDirectory, functionName);
  };
  return {
    directoryOf,
    versionOf(functionName) {
      const digest = createHash('sha256');
      const directory = directoryOf(functionName);
      for (const file of readdirSync(directory)
        .filter((name) => name.endsWith('.js'))
        .sort()) {
        digest.update(readFileSync(join(directory, file)));
      }
      return `${packageJson.version}+${digest.digest('hex').slice(0, 8)}`;
    },
  };
}
