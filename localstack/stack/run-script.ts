import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const projectRoot = join(import.meta.dirname, '../..');

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs a script of the project with this Node. @throws Error with what it printed if it fails */
export async function runScript(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [...args], {
      cwd: projectRoot,
      env: { ...process.env, ...environment },
      maxBuffer: MAX_OUTPUT_BYTES,
    });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${args[0]} failed:\n${stdout}${stderr}`.trim(), { cause });
  }
}
