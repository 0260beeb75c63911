import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { lambdaArchitecture, type Target } from './target.ts';

const require = createRequire(import.meta.url);

/** onnxruntime-node with the binaries of one platform only: the whole package is over Lambda's 250 MB. */
export class OnnxRuntimeLayer extends Construct {
  readonly layer: LayerVersion;

  constructor(scope: Construct, id: string, target: Target) {
    super(scope, id);
    this.layer = new LayerVersion(this, 'Layer', {
      code: Code.fromAsset(assemble(target)),
      compatibleArchitectures: [lambdaArchitecture(target)],
      description: `onnxruntime-node for ${target.platform}-${target.architecture}`,
    });
  }
}

function assemble(target: Target): string {
  const directory = mkdtempSync(join(tmpdir(), 'churn-onnxruntime-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  copyOnnxRuntime(target, join(directory, 'nodejs', 'node_modules'));
  return directory;
}

/** Copies onnxruntime-node, with the binaries of the target alone, into a folder `node_modules`. */
export function copyOnnxRuntime(target: Target, modules: string): void {
  const runtime = dirname(require.resolve('onnxruntime-node/package.json'));
  const binaries = join('bin', 'napi-v6', target.platform, target.architecture);
  for (const part of ['package.json', 'dist', binaries]) {
    copy(join(runtime, part), join(modules, 'onnxruntime-node', part));
  }
  const common = join(runtime, '..', 'onnxruntime-common');
  for (const part of ['package.json', join('dist', 'cjs')]) {
    copy(join(common, part), join(modules, 'onnxruntime-common', part));
  }
}

function copy(source: string, target: string): void {
  cpSync(source, target, { recursive: true, filter: (path) => !/\.(d\.ts|map)$/.test(path) });
}
