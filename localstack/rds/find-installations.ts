import { delimiter, join } from 'node:path';
import { type Installation, installedAt } from './installation.ts';

const USUAL_DIRECTORIES = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/libexec',
  '/usr/local/mysql/bin',
  '/usr/local/opt/mariadb/bin',
  '/usr/local/opt/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/opt/homebrew/opt/mysql/bin',
];

/** The usable servers installed on this machine, PATH first, each program once. */
export async function findInstallations(path = process.env.PATH ?? ''): Promise<readonly Installation[]> {
  const directories = new Set([...path.split(delimiter).filter((part) => part !== ''), ...USUAL_DIRECTORIES]);
  const paths = ['mariadbd', 'mysqld'].flatMap((program) =>
    [...directories].map((directory) => join(directory, program)),
  );
  const found = await Promise.all(paths.map(installedAt));
  const byBinary = new Map<string, Installation>();
  for (const installation of found) {
    if (installation !== undefined && !byBinary.has(installation.binary)) {
      byBinary.set(installation.binary, installation);
    }
  }
  return [...byBinary.values()];
}
