import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeJson } from '../runner/whole-file.ts';
import { type TaskRecord, taskRecordSchema } from './task-record.ts';

/** So long a stopped task is remembered, and its token taken. */
const MEMORY_MS = 24 * 3600 * 1000;

/** The tasks in a folder, a file each: what is acknowledged survives kill -9. */
export class TaskFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  write(record: TaskRecord): Promise<void> {
    return writeWholeJson(this.#pathOf(record.taskArn), record);
  }

  /** Those left over from before, without stopped ones of more than a day ago. */
  async readAll(nowMs: number): Promise<TaskRecord[]> {
    await mkdir(this.#directory, { recursive: true });
    const files = (await readdir(this.#directory)).filter((name) => name.endsWith('.json'));
    const records = await Promise.all(
      files.map(async (name) => {
        const text = await readFile(join(this.#directory, name), 'utf8');
        return taskRecordSchema.parse(JSON.parse(text));
      }),
    );
    const isOver = ({ stopped, isTold }: TaskRecord) =>
      isTold && stopped !== undefined && nowMs - Date.parse(stopped.at) > MEMORY_MS;
    for (const record of records.filter(isOver)) await rm(this.#pathOf(record.taskArn), { force: true });
    return records.filter((record) => !isOver(record));
  }

  #pathOf(taskArn: string): string {
    return join(this.#directory, `${taskArn.split('/').at(-1)}.json`);
  }
}
