import { ChurnError } from '#core/errors.ts';

/** Each bench is a file of its own, loaded only when it is asked for. */
const benches: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  train: () => import('./train.ts'),
};

const USAGE = `usage: npm run bench -- <bench> [options]
  train  --rows N | --file CSV  [--seed S] [--json]   times of the fits, quality and memory of training`;

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
try {
  if (load === undefined)
    throw new ChurnError('ARGUMENT_INVALID', `There is no bench ${JSON.stringify(name)}.`);
  await (await load()).run(args);
} catch (error) {
  if (!isMisuse(error)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 1;
}

/** Errors that the caller of the command can mend. */
function isMisuse(error: unknown): error is Error {
  if (error instanceof ChurnError) return true;
  return error instanceof Error && 'code' in error && /^(ERR_PARSE_ARGS|ENOENT)/.test(String(error.code));
}
