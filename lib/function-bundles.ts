import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import packageJson from '../package.json' with { type: 'json' };

const projectDirectory = join(import.meta.dirname, '..');
const functionsDirectory = join(projectDirectory, 'functions');

/** The entry of the threads of a training, which lies beside the code that starts them. */
export const TRAINING_WORKER = 'layers/platform/training/training-worker.ts';

/** How everything that runs in the cloud is bundled: with all it imports but the native ONNX runtime. */
export const BUNDLING = {
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
} as const satisfies BuildOptions;

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
      'train/training-worker': TRAINING_WORKER,
    },
    outdir: outputDirectory,
    ...BUNDLING,
  });
  const directoryOf = (functionName: string) => {
    if (!names.includes(functionName)) throw new Error(`functions/${functionName} does not exist.`);
    return join(outputDirectory, functionName);
  };
  return {
    directoryOf,
    versionOf: (functionName) => bundleVersion(directoryOf(functionName)),
  };
}

/** The project's version and a digest of the bundles in a folder: `0.1.0+3f9a01bc`. */
export function bundleVersion(directory: string): string {
  const digest = createHash('sha256');
  const bundles = readdirSync(directory).filter((name) => name.endsWith('.js'));
  for (const file of bundles.sort()) digest.update(readFileSync(join(directory, file)));
  return `${packageJson.version}+${digest.digest('hex').slice(0, 8)}`;
}
