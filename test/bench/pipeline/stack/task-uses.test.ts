import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { taskSeconds } from '../../../../bench/pipeline/stack/task-uses.ts';
import { TaskFiles } from '../../../../localstack/ecs/task-files.ts';

const NOW_MS = Date.now();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'churn-tasks-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('counts the seconds of the tasks since a moment that have ended, each for a minute at the least', async () => {
  expect(await taskSeconds(folder, NOW_MS)).toBe(0);
  const files = new TaskFiles(join(folder, 'ecs', 'tasks'));
  const at = (seconds: number) => new Date(NOW_MS + seconds * 1000).toISOString();
  const task = (name: string, began: number, ended: number | undefined) =>
    files.write({
      ...{ taskArn: `arn:aws:ecs:us-east-1:0:task/c/${name}`, clusterArn: 'c', taskDefinitionArn: 'd' },
      ...{ containerName: 'training', overrides: { containerOverrides: [] }, isTold: true },
      createdAt: at(began),
      ...(ended === undefined
        ? { lastStatus: 'RUNNING' as const }
        : {
            lastStatus: 'STOPPED' as const,
            stopped: { at: at(ended), stopCode: 'EssentialContainerExited' as const, reason: 'ended' },
          }),
    });
  await task('before', -500, -100);
  await task('long', 1, 301.5);
  await task('short', 2, 3);
  await task('running', 3, undefined);
  expect(await taskSeconds(folder, NOW_MS)).toBeCloseTo(360.5, 6);
});
