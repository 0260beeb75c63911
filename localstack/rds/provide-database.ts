import type { CloudContext } from '../services.ts';
import { type DatabaseServer, DatabaseSetupError } from './database-server.ts';
import { findInstallations } from './find-installations.ts';
import { useGivenServer } from './given-server.ts';
import type { Installation } from './installation.ts';
import { startPrivateServer } from './private-server.ts';
import { findUnpacked, unpackInstallation } from './unpack-installation.ts';

const ADVICE =
  'no MySQL 8 or MariaDB server: install one (apt-get install mariadb-server-core, or brew install mariadb), ' +
  'or set MYSQL_URL=mysql://user:password@host:3306/database to one that runs';

/**
 * A database server for the local cloud: that of MYSQL_URL, else a private one run with a server found on this
 * machine, in `cacheDirectory`, or unpacked there from the system's archive.
 * @throws DatabaseSetupError whose message is one line that says what to do.
 */
export function provideDatabase(
  context: CloudContext,
  options: { readonly cacheDirectory: string },
): Promise<DatabaseServer> {
  const url = process.env.MYSQL_URL ?? '';
  if (url !== '') return useGivenServer(url);
  return startPrivateServer(context, candidates(context, options.cacheDirectory));
}

/** From the nearest at hand to the one that must be fetched. @throws DatabaseSetupError where nothing is left */
async function* candidates(context: CloudContext, cacheDirectory: string): AsyncIterable<Installation> {
  yield* await findInstallations();
  const unpacked = await findUnpacked(cacheDirectory);
  if (unpacked !== undefined) {
    yield unpacked;
    return;
  }
  if (process.platform !== 'linux') throw new DatabaseSetupError(ADVICE);
  context.log('database', 'unpacking a database server from the system archive');
  try {
    yield await unpackInstallation(cacheDirectory);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseSetupError(`${ADVICE} (${reason})`, { cause });
  }
}
