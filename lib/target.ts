import { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { Node } from 'constructs';

/** The machine the functions are built for. */
export interface Target {
  readonly architecture: 'arm64' | 'x64';
  /** `linux` in the cloud; another value only where the template runs on a developer's own machine. */
  readonly platform: 'linux' | 'darwin';
}

/**
 * Reads `-c architecture=arm64|x64` (default arm64) and `-c platform=linux|darwin` (default linux).
 * @throws Error naming the value that is neither.
 */
export function readTarget(node: Node): Target {
  const architecture: unknown = node.tryGetContext('architecture') ?? 'arm64';
  const platform: unknown = node.tryGetContext('platform') ?? 'linux';
  if (architecture !== 'arm64' && architecture !== 'x64') {
    throw new Error(`Context architecture is ${String(architecture)}; it must be arm64 or x64.`);
  }
  if (platform !== 'linux' && platform !== 'darwin') {
    throw new Error(`Context platform is ${String(platform)}; it must be linux or darwin.`);
  }
  return { architecture, platform };
}

export function lambdaArchitecture(target: Target): Architecture {
  return target.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
}
