import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLING, bundleVersion, TRAINING_WORKER } from './function-bundles.ts';
import { copyOnnxRuntime } from './onnxruntime-layer.ts';
import type { Target } from './target.ts';

/** What the training task's image is built from. */
export interface TrainingImage {
  /** With the Dockerfile. */
  readonly directory: string;
  readonly version: string;
}

/** Gathers the training task: its Dockerfile, the bundled entry with its worker, and the ONNX runtime. */
export function bundleTrainingImage(target: Target): TrainingImage {
  const directory = mkdtempSync(join(tmpdir(), 'churn-training-image-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  buildSync({
    entryPoints: { task: 'functions/train/task.ts', 'training-worker': TRAINING_WORKER },
    outdir: directory,
    ...BUNDLING,
  });
  copyFileSync(join(BUNDLING.absWorkingDir, 'functions/train/Dockerfile'), join(directory, 'Dockerfile'));
  writeFileSync(join(directory, 'package.json'), '{ "type": "commonjs" }\n');
  copyOnnxRuntime(target, join(directory, 'node_modules'));
  return { directory, version: bundleVersion(directory) };
}
