import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ChurnError } from '#core/errors.ts';

/** Starts the bare echo in a process of its own, lets `use` work with its address, and ends it. */
export async function withEcho<Result>(
  answerBytes: number,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const script = join(import.meta.dirname, 'echo-server.ts');
  const child = spawn(process.execPath, [script, String(answerBytes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const ended = once(child, 'exit').then(() => {
      throw new ChurnError('PROCESS_FAILED', 'The echo server has ended.');
    });
    ended.catch(() => undefined);
    const [port] = await Promise.race([once(child.stdout, 'data'), ended]);
    return await use(`http://127.0.0.1:${String(port).trim()}/`);
  } finally {
    child.kill('SIGKILL');
  }
}
