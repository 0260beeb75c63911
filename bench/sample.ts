import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { ChurnError } from '#core/errors.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';

const USAGE = `usage: node bench/sample.ts --rows N --seed S [--out FILE]
  --rows  number of rows after the header
  --seed  integer from 0 to 4294967295; the same seed gives the same bytes
  --out   the customers' CSV (default sample.csv); the probabilities their labels were drawn with go to
          FILE with .truth.csv in place of .csv`;

try {
  await writeSample();
} catch (error) {
  if (!isMisuse(error)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 1;
}

async function writeSample(): Promise<void> {
  const { rows, seed, out } = readArguments();
  const truthOut = `${out.replace(/\.csv$/i, '')}.truth.csv`;
  const chunks = generateCustomers({ rows, seed });
  const first = chunks.next();
  const files = [createWriteStream(out), createWriteStream(truthOut)] as const;
  const written = Promise.all(files.map((file) => finished(file)));
  written.catch(() => {});
  for (let next = first; next.done !== true; next = chunks.next()) {
    const bodies = [next.value.customers, next.value.truth] as const;
    const waits = files.flatMap((file, index) => (file.write(bodies[index]) ? [] : [once(file, 'drain')]));
    await Promise.race([Promise.all(waits), written]);
  }
  for (const file of files) file.end();
  await written;
  console.log(`${rows} rows in ${out}, their true probabilities in ${truthOut}`);
}

function readArguments(): { rows: number; seed: number; out: string } {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string', default: 'sample.csv' },
    },
  });
  if (values.out === '') throw new ChurnError('ARGUMENT_INVALID', '--out must name a file.');
  return { rows: integerOf('--rows', values.rows), seed: integerOf('--seed', values.seed), out: values.out };
}

function integerOf(name: string, text: string | undefined): number {
  if (text === undefined) throw new ChurnError('ARGUMENT_INVALID', `${name} is missing.`);
  if (!/^\d+$/.test(text)) {
    throw new ChurnError('ARGUMENT_INVALID', `${name} must be a whole number, not ${JSON.stringify(text)}.`);
  }
  return Number(text);
}

/** Errors that the caller of the command can mend: a wrong argument, or a file that cannot be written. */
function isMisuse(error: unknown): error is Error {
  if (error instanceof ChurnError) return true;
  return error instanceof Error && 'code' in error && /^(ERR_PARSE_ARGS|E[A-Z]+$)/.test(String(error.code));
}
