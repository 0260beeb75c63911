import { type Connection, createConnection } from 'mysql2/promise';
import type { DatabaseAccess } from './database-server.ts';

/** Opens one connection. @throws the driver's error */
export function connect(
  access: DatabaseAccess,
  options: { readonly database?: string; readonly connectTimeoutMs?: number } = {},
): Promise<Connection> {
  return createConnection(connectionSettings(access, options));
}

/** The driver's settings for a server and, where given, a database on it. */
export function connectionSettings(
  access: DatabaseAccess,
  options: { readonly database?: string; readonly connectTimeoutMs?: number } = {},
) {
  return {
    ...access,
    ...(options.database === undefined ? {} : { database: options.database }),
    connectTimeout: options.connectTimeoutMs ?? 10_000,
    charset: 'utf8mb4_unicode_ci',
    multipleStatements: false,
  };
}

/** The first column of the first row as text. */
export async function queryText(
  connection: Connection,
  sql: string,
  values: string[] = [],
): Promise<string | undefined> {
  const [rows] = await connection.query({ sql, rowsAsArray: true }, values);
  const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
  const value: unknown = Array.isArray(first) ? first[0] : undefined;
  return value === undefined || value === null ? undefined : String(value);
}
