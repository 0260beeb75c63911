import { spawn } from 'node:child_process';
import { projectRoot } from './project.ts';
import { StartError } from './start-error.ts';

const OUTPUT_LIMIT = 20_000;
const KILL_AFTER_MS = 2_000;

/**
 * Runs a script of the project with this Node, quietly; where the signal aborts, ends it and waits until it is gone.
 * @throws StartError with the end of what it printed, if it fails
 */
export async function runScript(
  args: readonly string[],
  options: { readonly signal: AbortSignal; readonly environment?: Readonly<Record<string, string>> },
): Promise<void> {
  const { signal, environment } = options;
  signal.throwIfAborted();
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = `${output}${text}`.slice(-OUTPUT_LIMIT);
    });
  }
  const end = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
  };
  signal.addEventListener('abort', end, { once: true });
  const how = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killedBy) => resolve(code === 0 ? '' : `exit code ${code ?? killedBy}`));
  });
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (how !== '') throw new StartError(`${args[0]} failed (${how}):\n${output.trimEnd()}`);
}
