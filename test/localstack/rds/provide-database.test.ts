import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect, queryText } from '../../../localstack/rds/connect.ts';
import type { DatabaseServer } from '../../../localstack/rds/database-server.ts';
import { parseMysqlUrl } from '../../../localstack/rds/given-server.ts';
import { commandLineOf, identityOf } from '../../../localstack/rds/process-identity.ts';
import { provideDatabase } from '../../../localstack/rds/provide-database.ts';
import { packagesOfPlan } from '../../../localstack/rds/unpack-installation.ts';
import { CACHE_DIRECTORY, makeContext } from './rig.ts';

let context: Awaited<ReturnType<typeof makeContext>>;
let opened: DatabaseServer[] = [];
let runners: ChildProcess[] = [];

beforeEach(async () => {
  vi.stubEnv('MYSQL_URL', '');
  context = await makeContext();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const runner of runners) runner.kill('SIGKILL');
  for (const server of opened) await server.close();
  [opened, runners] = [[], []];
  await rm(context.stateDirectory, { recursive: true, force: true });
});

const options = { cacheDirectory: CACHE_DIRECTORY };
const folder = () => join(context.stateDirectory, 'mysql');
async function open(at = context): Promise<DatabaseServer> {
  const server = await provideDatabase(at, options);
  opened.push(server);
  return server;
}

async function ask(server: DatabaseServer, sql: string): Promise<string | undefined> {
  const connection = await connect(server.access, { database: await server.ensureDatabase('churn') });
  try {
    return await queryText(connection, sql);
  } finally {
    await connection.end();
  }
}

const serverPid = async () => Number(await readFile(join(folder(), 'server.pid'), 'utf8'));
const isGone = async (pid: number) => (await identityOf(pid)) === undefined;

/** Starts the database from another process. */
async function startRunner(): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'runner.ts');
  const runner = spawn(process.execPath, [script, context.stateDirectory, CACHE_DIRECTORY], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  runners.push(runner);
  await Promise.race([
    once(runner.stdout, 'data'),
    once(runner, 'exit').then(() => Promise.reject(new Error('the runner ended'))),
  ]);
  return runner;
}

async function kill9(runner: ChildProcess): Promise<void> {
  const ended = once(runner, 'exit');
  runner.kill('SIGKILL');
  await ended;
}

test('data outlives a restart, nothing runs after close, secrets are private', async () => {
  const first = await open();
  await ask(first, 'CREATE TABLE notes AS SELECT 42 AS answer');
  const pid = await serverPid();
  expect(await commandLineOf(pid)).toContain(`--datadir=${join(folder(), 'data')}`);
  await expect(open()).rejects.toThrow(`in use by process ${process.pid}`);
  await first.close();
  expect(await isGone(pid)).toBe(true);
  const files = await readdir(folder());
  expect(files.filter((name) => /\.(pid|sock)$|owner/.test(name))).toEqual([]);
  for (const name of ['password', 'init.sql']) {
    expect((await stat(join(folder(), name))).mode & 0o777).toBe(0o600);
  }
  expect((await stat(folder())).mode & 0o777).toBe(0o700);
  expect(await ask(await open(), 'SELECT answer FROM notes')).toBe('42');
});

test('the server ends with a runner that is killed outright', async () => {
  const runner = await startRunner();
  const pid = await serverPid();
  expect(await isGone(pid)).toBe(false);
  await kill9(runner);
  await expect.poll(() => isGone(pid), { timeout: 20_000 }).toBe(true);
});

test('a server left behind is stopped at the next start, and its data recovered', async () => {
  const runner = await startRunner();
  const orphan = await serverPid();
  const password = (await readFile(join(folder(), 'password'), 'utf8')).trim();
  const access = { user: 'churn', password, socketPath: join(folder(), 'server.sock') };
  const connection = await connect(access);
  await connection.query('CREATE DATABASE churn');
  await connection.query('CREATE TABLE churn.notes AS SELECT 43 AS answer');
  await connection.end();
  for (const name of await readdir('/proc')) {
    const line = await commandLineOf(Number(name));
    if (line.includes('database-watchdog') && line.includes(String(orphan)))
      process.kill(Number(name), 'SIGKILL');
  }
  await kill9(runner);
  expect(await isGone(orphan)).toBe(false);
  const server = await open();
  expect(await isGone(orphan)).toBe(true);
  expect(await ask(server, 'SELECT answer FROM notes')).toBe('43');
});

test('a number in the pid file that is someone else now is left alone', async () => {
  await mkdir(folder(), { recursive: true });
  await writeFile(join(folder(), 'server.pid'), `${process.pid}\n`);
  await writeFile(join(folder(), 'owner.json'), JSON.stringify({ pid: process.pid, startedAt: '1' }));
  expect(await ask(await open(), 'SELECT 1')).toBe('1');
});

test('a server that is killed comes back by itself with what was committed', async () => {
  const server = await open();
  await ask(server, 'CREATE TABLE notes (id INT PRIMARY KEY)');
  for (let id = 0; id < 50; id += 1) await ask(server, `INSERT INTO notes VALUES (${id})`);
  const pid = await serverPid();
  process.kill(pid, 'SIGKILL');
  await expect
    .poll(() => ask(server, 'SELECT COUNT(*) FROM notes').catch(() => 'down'), { timeout: 20_000 })
    .toBe('50');
  expect(await serverPid()).not.toBe(pid);
  expect(context.lines).toContain('database: the server died and is started again');
});

test('a data directory that was never finished is made again', async () => {
  await mkdir(join(folder(), 'data.new-1234/mysql'), { recursive: true });
  await mkdir(join(folder(), 'data'), { recursive: true });
  await writeFile(join(folder(), 'data/ibdata1'), 'half');
  expect(await ask(await open(), 'SELECT 1')).toBe('1');
  expect((await readdir(folder())).filter((name) => name.startsWith('data'))).toEqual(['data']);
});

test('a state folder deeper than a socket path may be long works, and leaves nothing elsewhere', async () => {
  const deep = { ...context, stateDirectory: join(context.stateDirectory, 'a long name '.repeat(10)) };
  const server = await open(deep);
  expect(await ask(server, 'SELECT 1')).toBe('1');
  if (!('socketPath' in server.access)) throw new Error('the private server has a socket');
  const { socketPath } = server.access;
  expect(socketPath.startsWith(deep.stateDirectory)).toBe(false);
  await server.close();
  await expect(stat(join(socketPath, '..'))).rejects.toThrow('ENOENT');
});

test('MYSQL_URL is used as it is, for one database, and left running', async () => {
  const own = await open();
  await own.ensureDatabase('given');
  const { user, password } = own.access;
  const socketPath = 'socketPath' in own.access ? own.access.socketPath : '';
  const relay = createServer((from) => {
    const to = createConnection(socketPath);
    from.pipe(to).pipe(from);
    from.on('error', () => {});
    to.on('error', () => {});
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  const address = relay.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  vi.stubEnv('MYSQL_URL', `mysql://${user}:${password}@127.0.0.1:${port}/given`);
  const given = await provideDatabase(context, options);
  expect(await ask(given, 'SELECT DATABASE()')).toBe('given');
  await expect(given.ensureDatabase('another')).rejects.toThrow('names one database');
  await given.close();
  expect(await ask(own, 'SELECT 1')).toBe('1');
  relay.close();
  vi.stubEnv('MYSQL_URL', `mysql://${user}:wrong@127.0.0.1:1/given`);
  await expect(provideDatabase(context, options)).rejects.toThrow(
    /^the server of MYSQL_URL cannot be used: .+/,
  );
});

test('MYSQL_URL is read with its escapes and defaults, and must name a database', () => {
  expect(parseMysqlUrl('mysql://a%40b:p%2Fw@db.example/churn')).toEqual({
    access: { user: 'a@b', password: 'p/w', host: 'db.example', port: 3306 },
    database: 'churn',
  });
  for (const url of ['mysql://a@h', 'postgres://a@h/b', 'nonsense', 'mysql://a@h/b/c']) {
    expect(() => parseMysqlUrl(url)).toThrow('must have the form mysql://');
  }
});

test("apt's plan becomes names with versions", () => {
  const plan = `Reading package lists...
'http://deb.example/liburing2_2.3-3_amd64.deb' liburing2_2.3-3_amd64.deb 12572 MD5Sum:27
'http://deb.example/mariadb-common_10.11.18-0%2bdeb12u1_all.deb' mariadb-common_1%3a10.11.18-0+deb12u1_all.deb 27040
`;
  expect(packagesOfPlan(plan)).toEqual(['liburing2=2.3-3', 'mariadb-common=1:10.11.18-0+deb12u1']);
});
