import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudContext } from '../services.ts';
import { connect } from './connect.ts';
import {
  initialiseData,
  madeBy,
  openServerDirectory,
  readOrMakePassword,
  recordMaker,
  type ServerDirectory,
} from './data-directory.ts';
import { type DatabaseServer, DatabaseSetupError } from './database-server.ts';
import { compareVersions, type Installation } from './installation.ts';
import { takeOwnership } from './ownership.ts';
import {
  chooseSocketPath,
  removeSocketDirectory,
  type ServerProcess,
  startServerProcess,
} from './server-process.ts';

const USER = 'churn';
const MOST_RESTARTS = 5;
const RESTART_WINDOW_MS = 600_000;

const ENGINE_NAMES = { mariadb: 'MariaDB', mysql: 'MySQL' };

/**
 * Initialises (once) and starts a private server in `<stateDirectory>/mysql`. A server that dies is started again, at
 * most five times in ten minutes. `candidates` are tried in turn until one works.
 */
export async function startPrivateServer(
  context: CloudContext,
  candidates: AsyncIterable<Installation>,
): Promise<DatabaseServer> {
  const directory = await openServerDirectory(context.stateDirectory);
  const release = await takeOwnership(directory);
  const socketPath = await chooseSocketPath(directory);
  try {
    const access = { user: USER, password: await readOrMakePassword(directory), socketPath };
    const { installation, server } = await startFirst(candidates, directory, context, (candidate) =>
      startServerProcess(candidate, directory, access),
    );
    const supervised = supervise(server, context, () => startServerProcess(installation, directory, access));
    return {
      description: `${ENGINE_NAMES[installation.engine]} ${installation.version} in ${directory.path}`,
      access,
      ensureDatabase: (name) => createDatabase(access, name),
      async close() {
        await supervised.stop();
        await removeSocketDirectory(directory, socketPath);
        await release();
      },
    };
  } catch (error) {
    await removeSocketDirectory(directory, socketPath);
    await release();
    throw error;
  }
}

async function startFirst(
  candidates: AsyncIterable<Installation>,
  directory: ServerDirectory,
  context: CloudContext,
  start: (installation: Installation) => Promise<ServerProcess>,
): Promise<{ installation: Installation; server: ServerProcess }> {
  const present = await madeBy(directory);
  let fault: unknown;
  for await (const installation of candidates) {
    if (present !== undefined && !canRead(installation, present)) continue;
    try {
      if (present === undefined) {
        context.log('database', `preparing ${ENGINE_NAMES[installation.engine]} ${installation.version}`);
        await initialiseData(directory, installation);
      }
      const server = await start(installation);
      await recordMaker(directory, installation);
      return { installation, server };
    } catch (error) {
      fault = error;
      context.log(
        'database',
        `${installation.binary}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  if (fault !== undefined) throw fault;
  throw new DatabaseSetupError(
    `the database in ${directory.path} was made by ${present?.engine} ${present?.version}, which is no longer here: ` +
      'install it again, or empty the local state with: npm run reset',
  );
}

function canRead(
  installation: Installation,
  present: { readonly engine: string; readonly version: string },
): boolean {
  return (
    installation.engine === present.engine && compareVersions(installation.version, present.version) >= 0
  );
}

/** Starts the server again when it dies unasked. */
function supervise(
  first: ServerProcess,
  context: CloudContext,
  start: () => Promise<ServerProcess>,
): { readonly stop: () => Promise<void> } {
  let current = first;
  let stopping = false;
  const restarts: number[] = [];
  const watch = async () => {
    for (;;) {
      await current.ended;
      if (stopping) return;
      while (restarts.length > 0 && Date.now() - (restarts[0] ?? 0) > RESTART_WINDOW_MS) restarts.shift();
      if (restarts.length >= MOST_RESTARTS) {
        context.log('database', 'the server died again and again and is left down');
        return;
      }
      restarts.push(Date.now());
      context.log('database', 'the server died and is started again');
      try {
        current = await start();
        if (stopping) await current.stop();
      } catch (error) {
        context.log('database', error instanceof Error ? error.message : String(error));
        await sleep(500);
      }
    }
  };
  const watching = watch();
  return {
    async stop() {
      stopping = true;
      await current.stop();
      await watching;
    },
  };
}

async function createDatabase(access: DatabaseServer['access'], name: string): Promise<string> {
  if (!/^\w{1,64}$/.test(name)) throw new DatabaseSetupError(`${name} is no usable database name`);
  const connection = await connect(access);
  try {
    await connection.query(
      `CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    );
    return name;
  } finally {
    await connection.end();
  }
}
