import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSetupError } from './database-server.ts';
import { type Installation, SYSTEM_TABLES } from './installation.ts';
import { runCommand, tail } from './run-command.ts';

const MADE_BY = 'made-by';
const INITIALISING_PREFIX = 'data.new-';
/** Room for what a large run writes between two checkpoints. */
export const LOG_FILE_SIZE = '--innodb-log-file-size=256M';

/** The folder of the private server: data, password, log, socket. */
export interface ServerDirectory {
  readonly path: string;
  readonly data: string;
  readonly log: string;
  /** For the server alone: at its start MariaDB deletes what other servers have in a shared one. */
  readonly temporary: string;
}

/** Opens `<stateDirectory>/mysql` for this user alone. */
export async function openServerDirectory(stateDirectory: string): Promise<ServerDirectory> {
  const path = join(stateDirectory, 'mysql');
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  const temporary = join(path, 'tmp');
  await mkdir(temporary, { recursive: true });
  return { path, data: join(path, 'data'), log: join(path, 'server.log'), temporary };
}

/** Which program made the data, or undefined where there is no whole data directory yet. */
export async function madeBy(
  directory: ServerDirectory,
): Promise<{ readonly engine: string; readonly version: string } | undefined> {
  const text = await readFile(join(directory.data, MADE_BY), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [engine = '', version = ''] = text.trim().split(' ');
  return { engine, version };
}

/** Writes down the newest program that has worked on the data: an older one may not read it any more. */
export function recordMaker(directory: ServerDirectory, installation: Installation): Promise<void> {
  return writeFile(join(directory.data, MADE_BY), makerOf(installation));
}

function makerOf(installation: Installation): string {
  return `${installation.engine} ${installation.version}\n`;
}

/**
 * Makes an empty data directory. It is built aside and renamed when whole, so one that was cut off is never used: what
 * is left of it is removed first.
 */
export async function initialiseData(directory: ServerDirectory, installation: Installation): Promise<void> {
  for (const name of await readdir(directory.path)) {
    if (name.startsWith(INITIALISING_PREFIX) || name === 'data') {
      await rm(join(directory.path, name), { recursive: true, force: true });
    }
  }
  const fresh = join(directory.path, `${INITIALISING_PREFIX}${randomBytes(4).toString('hex')}`);
  await mkdir(fresh, { mode: 0o700 });
  const result =
    installation.engine === 'mariadb'
      ? await bootstrapMariaDb(installation, directory, fresh)
      : await runServer(installation, directory, fresh, ['--initialize-insecure'], '');
  if (result.exitCode !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw new DatabaseSetupError(
      `${installation.binary} could not make its data directory: ${tail(result.stdout + result.stderr)}`,
    );
  }
  await writeFile(join(fresh, MADE_BY), makerOf(installation));
  await rename(fresh, directory.data);
}

async function bootstrapMariaDb(
  installation: Installation,
  directory: ServerDirectory,
  dataDirectory: string,
) {
  const files = await readdir(installation.shareDirectory);
  const tables = files.find((file) => SYSTEM_TABLES.test(file)) ?? '';
  const parts = await Promise.all(
    [tables, tables.replace('.sql', '_data.sql')].map((file) =>
      readFile(join(installation.shareDirectory, file), 'utf8'),
    ),
  );
  const script = ['create database mysql;', 'use mysql;', ...parts, ''].join('\n');
  return runServer(installation, directory, dataDirectory, ['--bootstrap', LOG_FILE_SIZE], script);
}

function runServer(
  installation: Installation,
  directory: ServerDirectory,
  dataDirectory: string,
  args: readonly string[],
  input: string,
) {
  return runCommand(
    installation.binary,
    [
      '--no-defaults',
      ...runAsUser(),
      ...installation.args,
      `--datadir=${dataDirectory}`,
      `--tmpdir=${directory.temporary}`,
      ...args,
    ],
    { environment: installation.environment, input },
  );
}

/** A server refuses to run as root unless told to. */
export function runAsUser(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** The private server's password, made once and readable by this user alone. */
export async function readOrMakePassword(directory: ServerDirectory): Promise<string> {
  const path = join(directory.path, 'password');
  const present = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (/^[\w-]{20,}$/.test(present)) return present;
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  return password;
}
