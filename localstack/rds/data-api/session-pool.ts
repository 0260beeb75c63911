import { type Connection, createConnection, createPool, type Pool, type PoolConnection } from 'mysql2';
import { connectionSettings } from '../connect.ts';
import { type DatabaseAccess, SQL_MODE } from '../database-server.ts';

const CONNECTIONS = 48;
/** These leave nothing behind in their session; after anything else the connection is not used again. */
const LEAVES_NO_TRACE = /^\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|LOAD)\b/i;

/** Connections for statements outside transactions, kept open a database. */
export class SessionPool {
  readonly #access: DatabaseAccess;
  readonly #pools = new Map<string, Pool>();
  readonly #prepared = new WeakSet<object>();

  constructor(access: DatabaseAccess) {
    this.#access = access;
  }

  /** A connection of one's own until `giveBack`. @throws the driver's error */
  async borrow(database: string | undefined): Promise<PoolConnection> {
    const connection = await new Promise<PoolConnection>((resolve, reject) => {
      this.#pool(database).getConnection((error, opened) => (error ? reject(error) : resolve(opened)));
    });
    const underlying = connection.promise().connection;
    try {
      if (!this.#prepared.has(underlying)) await prepareSession(connection);
      this.#prepared.add(underlying);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  giveBack(connection: PoolConnection, sql: string, isSound: boolean): void {
    if (isSound && LEAVES_NO_TRACE.test(sql)) connection.release();
    else connection.destroy();
  }

  /** A connection outside the pool, for a transaction. @throws the driver's error */
  async open(database: string | undefined): Promise<Connection> {
    const connection = createConnection(this.#settings(database));
    connection.on('error', () => {}); // the statement at work, or the next one, meets the error
    try {
      await prepareSession(connection);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#pools.values()].map((pool) =>
        pool
          .promise()
          .end()
          .catch(() => {}),
      ),
    );
  }

  #pool(database: string | undefined): Pool {
    const key = database ?? '';
    const pool =
      this.#pools.get(key) ??
      createPool({ ...this.#settings(database), connectionLimit: CONNECTIONS, idleTimeout: 60_000 });
    this.#pools.set(key, pool);
    return pool;
  }

  #settings(database: string | undefined) {
    const settings = connectionSettings(this.#access, database === undefined ? {} : { database });
    return { ...settings, queryFormat: asItIs };
  }
}

/** The driver would look for `?` in a megabyte of rows; parameters are bound before it is asked. */
const asItIs = (sql: string): string => sql;

/** Literals rely on this mode having no NO_BACKSLASH_ESCAPES and no ANSI_QUOTES. */
async function prepareSession(connection: Connection): Promise<void> {
  await connection.promise().query(`SET SESSION sql_mode = '${SQL_MODE}', time_zone = '+00:00'`);
}
