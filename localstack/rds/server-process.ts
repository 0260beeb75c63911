import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from './connect.ts';
import { LOG_FILE_SIZE, runAsUser, type ServerDirectory } from './data-directory.ts';
import { type DatabaseAccess, DatabaseSetupError, SQL_MODE } from './database-server.ts';
import type { Installation } from './installation.ts';
import { forgetServer, recordServer } from './ownership.ts';
import { tail } from './run-command.ts';
import { startWatchdog } from './watchdog.ts';

const START_TIMEOUT_MS = 120_000;
const STOP_GRACE_MS = 30_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
/** Linux allows 107 bytes, macOS 103. */
const SOCKET_PATH_LIMIT_BYTES = 103;

const ENGINE_ARGUMENTS = {
  mariadb: [LOG_FILE_SIZE],
  mysql: ['--mysqlx=OFF', '--secure-file-priv=NULL', '--loose-innodb-redo-log-capacity=268435456'],
};

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the server has ended, whether asked to or not. */
  readonly ended: Promise<void>;
  /** Stops it cleanly, and after 30 s by force; safe to call twice. */
  stop(): Promise<void>;
}

/** A path for the socket that the system accepts: in the server's folder, else in a private temporary one. */
export async function chooseSocketPath(directory: ServerDirectory): Promise<string> {
  const inside = join(directory.path, 'server.sock');
  if (Buffer.byteLength(inside) <= SOCKET_PATH_LIMIT_BYTES) return inside;
  return join(await mkdtemp(join(tmpdir(), 'churn-mysql-')), 'server.sock');
}

/** Removes what `chooseSocketPath` made outside the server's folder. */
export async function removeSocketDirectory(directory: ServerDirectory, socketPath: string): Promise<void> {
  if (dirname(socketPath) !== directory.path) await rm(dirname(socketPath), { recursive: true, force: true });
}

/**
 * Starts the server on its data directory and waits until it answers; after a crash it recovers first. It listens on
 * the socket only, and ends when this process does.
 */
export async function startServerProcess(
  installation: Installation,
  directory: ServerDirectory,
  access: DatabaseAccess & { readonly socketPath: string },
): Promise<ServerProcess> {
  const initFile = join(directory.path, 'init.sql');
  await writeFile(initFile, accountsSql(access), { mode: 0o600 });
  await limitLog(directory.log);
  const log = await open(directory.log, 'a', 0o600);
  const args = serverArguments(installation, directory, access.socketPath, initFile);
  const child = spawn(installation.binary, args, {
    env: { ...process.env, ...installation.environment },
    detached: true, // Ctrl-C reaches the runner alone, which stops the server in good order
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = once(child, 'exit').then(
    () => {},
    () => {},
  );
  await log.close();
  const { pid } = child;
  if (pid === undefined) throw new DatabaseSetupError(`${installation.binary} cannot be started`);
  await recordServer(directory, pid);
  const watchdog = startWatchdog(pid);
  child.unref();
  void ended.then(() => watchdog.dismiss());
  const stop = () => stopChild(child, ended).then(() => forgetServer(directory));
  try {
    await waitUntilReady(child, access, directory.log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid, ended, stop };
}

function serverArguments(
  installation: Installation,
  directory: ServerDirectory,
  socketPath: string,
  initFile: string,
): string[] {
  return [
    '--no-defaults',
    ...runAsUser(),
    ...installation.args,
    `--datadir=${directory.data}`,
    `--tmpdir=${directory.temporary}`,
    `--socket=${socketPath}`,
    `--pid-file=${join(directory.path, 'mysqld.pid')}`,
    `--init-file=${initFile}`,
    '--skip-networking',
    '--skip-name-resolve',
    '--skip-log-bin',
    ...ENGINE_ARGUMENTS[installation.engine],
    `--innodb-buffer-pool-size=${bufferPoolMb()}M`,
    '--innodb-flush-log-at-trx-commit=2',
    // Pages a second: the defaults are those of a spinning disk, on which a large run waits.
    '--innodb-io-capacity=2000',
    '--innodb-io-capacity-max=8000',
    '--performance-schema=OFF',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--default-time-zone=+00:00',
    '--max-allowed-packet=64M',
    '--max-connections=200',
    '--local-infile=1',
    `--sql-mode=${SQL_MODE}`,
  ];
}

/** An eighth of the machine's memory: the indexes of a large run should fit, and it is taken only as it is used. */
function bufferPoolMb(): number {
  const eighthMb = Math.floor(totalmem() / 8 / 2 ** 20);
  return Math.min(Math.max(eighthMb, 256), 2048);
}

/** One statement a line, as an init file wants it; run before the server lets anyone in. */
function accountsSql({ user, password }: DatabaseAccess): string {
  return [
    `CREATE USER IF NOT EXISTS '${user}'@'localhost' IDENTIFIED BY '${password}';`,
    `ALTER USER '${user}'@'localhost' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'localhost' WITH GRANT OPTION;`,
    `ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '${password}';`,
    '',
  ].join('\n');
}

async function waitUntilReady(child: ChildProcess, access: DatabaseAccess, log: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new DatabaseSetupError(`the database server ended at its start: ${await lastErrors(log)}`);
    }
    try {
      const connection = await connect(access, { connectTimeoutMs: 5_000 });
      await connection.end();
      return;
    } catch (cause) {
      if (Date.now() > deadline) {
        throw new DatabaseSetupError(`the database server did not answer: ${await lastErrors(log)}`, {
          cause,
        });
      }
    }
    await sleep(40);
  }
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await ended;
  clearTimeout(timer);
}

async function lastErrors(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  const errors = text.split('\n').filter((line) => line.includes('[ERROR]'));
  return tail(errors.length > 0 ? errors.join('\n') : text);
}

async function limitLog(log: string): Promise<void> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size > LOG_LIMIT_BYTES) await truncate(log, 0);
}
