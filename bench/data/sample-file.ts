import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateCustomers, type SampleOptions } from '#core/sample/generate-customers.ts';

/**
 * A file of generated customers in the machine's temp folder. It stays there, so that a second bench of as many rows
 * need not make it again; its name has a hash of its beginning, so that a changed generator makes another file.
 */
export async function sampleFile(options: SampleOptions): Promise<string> {
  const beginning = generateCustomers(options).next().value?.customers ?? new Uint8Array();
  const hash = createHash('sha256').update(beginning).digest('hex').slice(0, 8);
  const folder = join(tmpdir(), 'churn-bench');
  const file = join(folder, `sample-${options.rows}-${options.seed}-${hash}.csv`);
  if (await isThere(file)) return file;
  await mkdir(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await pipeline(Readable.from(customersOf(options)), createWriteStream(unfinished));
  await rename(unfinished, file);
  return file;
}

function* customersOf(options: SampleOptions): Generator<Uint8Array, void, undefined> {
  for (const { customers } of generateCustomers(options)) yield customers;
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
