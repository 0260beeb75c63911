import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';

async function waitingProcess(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [
    join(import.meta.dirname, 'waiting-process.ts'),
    ...args,
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const said = async (text: string) => {
    while (!output.includes(text)) await sleep(10);
  };
  await said('waiting');
  return { child, said };
}

it('takes signals close together for one, and ends at once at a later one', async () => {
  const { child, said } = await waitingProcess();
  child.kill('SIGINT');
  await said('aborted, crashed: false');
  child.kill('SIGTERM');
  await sleep(200);
  expect(child.exitCode).toBeNull();
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
});

it('reports an error that nobody caught, and stops because of it', async () => {
  const { said } = await waitingProcess('crash');
  await said('a part broke');
  await said('aborted, crashed: true');
});
