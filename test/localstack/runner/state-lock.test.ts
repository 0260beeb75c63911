import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { lockState } from '../../../localstack/runner/state-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** A process that holds the folder until it is killed. */
async function otherRunner(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lock-holder.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

it('lets one runner in, and the next when it is given up', async () => {
  const release = await lockState(folder);
  await expect(lockState(folder)).rejects.toThrow(`in use by process ${process.pid}`);
  release();
  (await lockState(folder))();
});

it('makes the folder where it is missing', async () => {
  (await lockState(join(folder, 'deep', 'state')))();
});

it('is refused while another process lives, and taken over once it was killed', async () => {
  const other = await otherRunner();
  await expect(lockState(folder)).rejects.toThrow(`in use by process ${other.pid}`);
  const ended = once(other, 'exit');
  other.kill('SIGKILL');
  await ended;
  (await lockState(folder))();
});

it('lets exactly one of many in that come at once', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockState(folder)));
  const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  for (const { value: release } of winners) release();
});
