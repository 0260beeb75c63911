import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.ts';

/** A server program on this machine and how to start it. */
export interface Installation {
  readonly binary: string;
  readonly engine: Engine;
  /** e.g. `10.11.19` */
  readonly version: string;
  /** Messages, character sets and, for MariaDB, the SQL of the system tables. */
  readonly shareDirectory: string;
  /** Flags and variables that a copy outside its usual place needs. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export type Engine = 'mariadb' | 'mysql';

/** The oldest versions with JSON_TABLE, CHECK and window functions. */
const OLDEST: Record<Engine, string> = { mariadb: '10.6.0', mysql: '8.0.16' };

/** Asks a program for its version; undefined where it does not run, is no MySQL server, or is too old. */
export async function inspectBinary(
  binary: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly engine: Engine; readonly version: string } | undefined> {
  const { exitCode, stdout } = await runCommand(binary, ['--no-defaults', '--version'], {
    environment,
    timeoutMs: 20_000,
  });
  const found = exitCode === 0 ? /Ver (\d+\.\d+\.\d+)(-MariaDB)?/.exec(stdout) : null;
  const version = found?.[1];
  if (version === undefined) return undefined;
  const engine = found?.[2] === undefined ? 'mysql' : 'mariadb';
  return compareVersions(version, OLDEST[engine]) >= 0 ? { engine, version } : undefined;
}

/** An installation made by a package manager, its data beside the program (`<prefix>/share/mysql`). */
export async function installedAt(path: string): Promise<Installation | undefined> {
  const binary = await realpath(path).catch(() => undefined);
  if (binary === undefined) return undefined;
  const inspected = await inspectBinary(binary);
  if (inspected === undefined) return undefined;
  const shareDirectory = await findShareDirectory(dirname(dirname(binary)), inspected.engine);
  if (shareDirectory === undefined) return undefined;
  return { binary, ...inspected, shareDirectory, args: [], environment: {} };
}

/** An installation unpacked under `root` from Debian packages; undefined where there is none that runs. */
export async function unpackedAt(root: string): Promise<Installation | undefined> {
  const libraries = await readdir(join(root, 'usr/lib')).catch((): string[] => []);
  const environment = {
    LD_LIBRARY_PATH: ['', ...libraries.filter((name) => name.includes('-linux-'))]
      .map((name) => join(root, 'usr/lib', name))
      .join(':'),
  };
  for (const program of ['mariadbd', 'mysqld']) {
    const binary = join(root, 'usr/sbin', program);
    const inspected = await inspectBinary(binary, environment);
    if (inspected === undefined) continue;
    const shareDirectory = await findShareDirectory(join(root, 'usr'), inspected.engine);
    if (shareDirectory === undefined) continue;
    const args = [
      `--lc-messages-dir=${shareDirectory}`,
      `--character-sets-dir=${join(shareDirectory, 'charsets')}`,
      `--plugin-dir=${join(root, 'usr/lib/mysql/plugin')}`,
    ];
    return { binary, ...inspected, shareDirectory, args, environment };
  }
  return undefined;
}

async function findShareDirectory(prefix: string, engine: Engine): Promise<string | undefined> {
  for (const name of ['share/mysql', 'share/mariadb', 'share']) {
    const directory = join(prefix, name);
    const files = await readdir(directory).catch((): string[] => []);
    const complete =
      engine === 'mysql' ? files.includes('english') : files.some((file) => SYSTEM_TABLES.test(file));
    if (complete) return directory;
  }
  return undefined;
}

/** `mysql_system_tables.sql`, from MariaDB 11 on `mariadb_system_tables.sql`. */
export const SYSTEM_TABLES = /^(mysql|mariadb)_system_tables\.sql$/;

/** Orders dotted versions; negative where `left` is the older. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left.split('.').map(Number), right.split('.').map(Number)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
