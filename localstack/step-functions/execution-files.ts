import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeJson } from '../runner/whole-file.ts';
import { type ExecutionRecord, executionRecordSchema } from './execution-record.ts';

/** So long the name of an execution that has ended stays taken, as on AWS. */
const MEMORY_MS = 90 * 24 * 3600 * 1000;

/** The executions in a folder, a file each: what is acknowledged survives kill -9. */
export class ExecutionFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  write(record: ExecutionRecord): Promise<void> {
    return writeWholeJson(this.#pathOf(record), record);
  }

  /** Those left over from before, without those that ended too long ago. */
  async readAll(nowMs: number): Promise<ExecutionRecord[]> {
    await mkdir(this.#directory, { recursive: true });
    const files = (await readdir(this.#directory)).filter((name) => name.endsWith('.json'));
    const records = await Promise.all(
      files.map(async (name) => {
        const text = await readFile(join(this.#directory, name), 'utf8');
        return executionRecordSchema.parse(JSON.parse(text));
      }),
    );
    const isOver = ({ stopped }: ExecutionRecord) =>
      stopped !== undefined && nowMs - Date.parse(stopped.at) > MEMORY_MS;
    for (const record of records.filter(isOver)) await rm(this.#pathOf(record), { force: true });
    return records.filter((record) => !isOver(record));
  }

  /** Names may differ in case alone, which not every file system tells apart. */
  #pathOf({ executionArn }: ExecutionRecord): string {
    const digest = createHash('sha256').update(executionArn).digest('hex').slice(0, 32);
    return join(this.#directory, `${digest}.json`);
  }
}
