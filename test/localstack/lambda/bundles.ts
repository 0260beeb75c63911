import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudContext, FunctionConfiguration } from '../../../localstack/services.ts';

/** A cloud that keeps its state in a folder. */
export function contextIn(stateDirectory: string, log: CloudContext['log']): CloudContext {
  return {
    host: '127.0.0.1',
    region: 'eu-central-1',
    accountId: '000000000000',
    credentials: { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'secret' },
    stateDirectory,
    log,
  };
}

export interface TestFunction extends Partial<FunctionConfiguration> {
  /** The text of the bundle. */
  readonly code: string;
  /** @default index.js */
  readonly fileName?: string;
}

/** Writes a bundle and describes its function. */
export async function testFunction(
  context: CloudContext,
  name: string,
  { code, fileName = 'index.js', ...overrides }: TestFunction,
): Promise<FunctionConfiguration> {
  const codeDirectory = join(context.stateDirectory, 'bundles', name);
  await mkdir(codeDirectory, { recursive: true });
  await writeFile(join(codeDirectory, fileName), code);
  return {
    name,
    arn: `arn:aws:lambda:${context.region}:${context.accountId}:function:${name}`,
    codeDirectory,
    layerDirectories: [],
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    environment: {},
    timeoutSeconds: 20,
    memoryMb: 256,
    ephemeralStorageMb: 512,
    asyncRetries: 2,
    ...overrides,
  };
}

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
