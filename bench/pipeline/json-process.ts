import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type * as z from 'zod';
import { ChurnError } from '#core/errors.ts';

const KEPT_STDERR_CHARACTERS = 2000;

/**
 * Runs a program that prints one JSON document. It dies with the signal and with this process.
 * @throws ChurnError `PROCESS_FAILED` with the end of what it said; what the signal was aborted with
 */
export async function jsonFrom<Answer>(
  command: string,
  args: readonly string[],
  answer: z.ZodType<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted();
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const running = promisify(execFile)(command, [...args], { signal, killSignal: 'SIGKILL', env });
  const kill = () => running.child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const { stdout } = await running;
    return answer.parse(JSON.parse(stdout));
  } catch (cause) {
    signal.throwIfAborted();
    throw new ChurnError('PROCESS_FAILED', `${command} ${args[0] ?? ''} failed: ${endOf(cause)}`, { cause });
  } finally {
    process.removeListener('exit', kill);
  }
}

function endOf(error: unknown): string {
  const said =
    error instanceof Error && 'stderr' in error && error.stderr !== '' ? String(error.stderr) : String(error);
  return said.trim().slice(-KEPT_STDERR_CHARACTERS);
}
