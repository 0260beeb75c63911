import type { Connection } from 'mysql2/promise';
import { connect, queryText } from './connect.ts';
import { type DatabaseAccess, type DatabaseServer, DatabaseSetupError } from './database-server.ts';
import { compareVersions } from './installation.ts';

const FORM = 'mysql://user:password@host:3306/database';

/**
 * Uses the server and the one database that MYSQL_URL names, after checking that it answers, is MySQL 8 or MariaDB
 * 10.6 or newer, and lets us create tables. @throws DatabaseSetupError
 */
export async function useGivenServer(url: string): Promise<DatabaseServer> {
  const { access, database } = parseMysqlUrl(url);
  const version = await check(access, database);
  let askedFor: string | undefined;
  return {
    description: `${version} of MYSQL_URL, database ${database}`,
    access,
    async ensureDatabase(name) {
      askedFor ??= name;
      if (askedFor !== name) {
        throw new DatabaseSetupError(
          `MYSQL_URL names one database, which stands for ${askedFor}; there is none for ${name}`,
        );
      }
      return database;
    },
    async close() {},
  };
}

/** Reads `mysql://user:password@host:3306/database`; the port may be left out. */
export function parseMysqlUrl(url: string): { readonly access: DatabaseAccess; readonly database: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = decodeURIComponent(parsed?.pathname.slice(1) ?? '');
  if (parsed === undefined || !/^(mysql|mariadb):$/.test(parsed.protocol) || !/^[^/]+$/.test(database)) {
    throw new DatabaseSetupError(`MYSQL_URL must have the form ${FORM}`);
  }
  const access = {
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? 3306 : Number(parsed.port),
  };
  return { access, database };
}

async function check(access: DatabaseAccess, database: string): Promise<string> {
  let connection: Connection;
  try {
    connection = await connect(access, { database });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new DatabaseSetupError(`the server of MYSQL_URL cannot be used: ${reason}`, { cause });
  }
  try {
    const version = (await queryText(connection, 'SELECT VERSION()')) ?? '';
    const number = /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? '0';
    if (compareVersions(number, version.includes('MariaDB') ? '10.6.0' : '8.0.16') < 0) {
      throw new DatabaseSetupError(
        `the server of MYSQL_URL is ${version}; MySQL 8 or MariaDB 10.6 is the oldest`,
      );
    }
    await connection.query('CREATE TABLE IF NOT EXISTS churn_rights_check (id INT)');
    await connection.query('DROP TABLE churn_rights_check');
    return version;
  } catch (cause) {
    if (cause instanceof DatabaseSetupError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseSetupError(`the database of MYSQL_URL cannot be used: ${reason}`, { cause });
  } finally {
    await connection.end();
  }
}
