import { join } from 'node:path';
import { TaskFiles } from '../../../localstack/ecs/task-files.ts';

/** What is billed of a task at the least, in seconds. */
const LEAST_SECONDS = 60;

/**
 * Seconds of the training tasks that began since a moment and have ended, as Fargate bills them: each a minute or more.
 * Fetching the image, which Fargate bills too, takes no time here.
 */
export async function taskSeconds(stateDirectory: string, sinceMs: number): Promise<number> {
  const records = await new TaskFiles(join(stateDirectory, 'ecs', 'tasks')).readAll(Date.now());
  return records
    .filter(({ createdAt }) => Date.parse(createdAt) >= sinceMs)
    .flatMap(({ createdAt, stopped }) =>
      stopped === undefined ? [] : [(Date.parse(stopped.at) - Date.parse(createdAt)) / 1000],
    )
    .reduce((sum, seconds) => sum + Math.max(seconds, LEAST_SECONDS), 0);
}
