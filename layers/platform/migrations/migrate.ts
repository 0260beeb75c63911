import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import type { DataApiClient, Statements } from '#platform/insights-store/data-api-client.ts';
import { untilAltered } from '#platform/insights-store/table-changes.ts';
import { MIGRATIONS } from './all-migrations.ts';
import { type Migration, type Statement, sqlOf } from './migration.ts';

/** Version 0 stands for the table itself; its row is the lock that lets one migrator work at a time. */
const SCHEMA_MIGRATIONS = [
  `CREATE TABLE IF NOT EXISTS schema_migrations (
  version INT UNSIGNED NOT NULL PRIMARY KEY,
  name VARCHAR(128) NOT NULL,
  checksum CHAR(64) NOT NULL,
  applied_at DATETIME(3) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  `INSERT INTO schema_migrations (version, name, checksum, applied_at)
VALUES (0, 'schema_migrations', '', UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE version = version`,
];

/**
 * Brings the database to the newest version and names the migrations that were missing. It may be run at any time and
 * by several at once. @throws ChurnError `MIGRATION_CHANGED` before anything is changed, where a migration that has
 * been applied no longer reads as it did, or the database is newer than this code
 */
export async function migrate(
  client: DataApiClient,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<{ readonly applied: string[] }> {
  for (const sql of SCHEMA_MIGRATIONS) await client.define(sql);
  return client.transaction(async (lock) => {
    await lock.execute('SELECT version FROM schema_migrations WHERE version = 0 FOR UPDATE');
    const present = await presentVersions(lock);
    checkPresent(present, migrations);
    const missing = migrations.filter(({ version }) => !present.has(version));
    for (const migration of missing) await apply(client, lock, migration);
    return { applied: missing.map(labelOf) };
  });
}

const presentRow = z.object({ version: z.number(), name: z.string(), checksum: z.string() });

async function presentVersions(statements: Statements) {
  const rows = await statements.query(
    presentRow,
    'SELECT version, name, checksum FROM schema_migrations WHERE version > 0 ORDER BY version',
  );
  return new Map(rows.map((row) => [row.version, row]));
}

function checkPresent(
  present: ReadonlyMap<number, z.infer<typeof presentRow>>,
  migrations: readonly Migration[],
): void {
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name, checksum } of present.values()) {
    const migration = known.get(version);
    if (migration === undefined) {
      throw new ChurnError(
        'MIGRATION_CHANGED',
        `The database has migration ${version} (${name}), which this code does not know.`,
      );
    }
    if (checksumOf(migration) !== checksum) {
      throw new ChurnError(
        'MIGRATION_CHANGED',
        `Migration ${labelOf(migration)} was changed after it had been applied; add a new one instead.`,
      );
    }
  }
}

/** Outside the lock's transaction, since DDL would commit it; a half-applied migration is simply applied again. */
async function apply(client: DataApiClient, lock: Statements, migration: Migration): Promise<void> {
  for (const statement of migration.statements) {
    if (await isNeeded(lock, statement)) await change(client, lock, statement);
  }
  await client.execute(
    `INSERT INTO schema_migrations (version, name, checksum, applied_at)
     VALUES (:version, :name, :checksum, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE checksum = VALUES(checksum)`,
    { version: migration.version, name: migration.name, checksum: checksumOf(migration) },
  );
}

/**
 * A call is given 45 s, while a change of a table with many millions of rows goes on in the database. Looking after it
 * keeps the lock's transaction from being ended as idle.
 * @throws the call's error, where the change is not made
 */
async function change(client: DataApiClient, lock: Statements, statement: Statement): Promise<void> {
  try {
    await client.define(sqlOf(statement));
  } catch (error) {
    const table = tableOf(statement);
    if (table === undefined) throw error;
    await untilAltered(lock, table);
    if (await isNeeded(lock, statement)) throw error;
  }
}

function tableOf(statement: Statement): string | undefined {
  if (typeof statement === 'string') return undefined;
  return 'ifKey' in statement ? statement.ifKey.table : statement.unlessColumn.table;
}

/** MySQL has no ADD COLUMN IF NOT EXISTS, nor DROP KEY IF EXISTS. */
async function isNeeded(statements: Statements, statement: Statement): Promise<boolean> {
  if (typeof statement === 'string') return true;
  if ('ifKey' in statement) {
    const { table, key, column } = statement.ifKey;
    const ofColumn = column === undefined ? {} : { COLUMN_NAME: column };
    return isListed(statements, 'STATISTICS', { TABLE_NAME: table, INDEX_NAME: key, ...ofColumn });
  }
  const { table, column } = statement.unlessColumn;
  return !(await isListed(statements, 'COLUMNS', { TABLE_NAME: table, COLUMN_NAME: column }));
}

/** Whether the information schema lists a column, a key or a key's column. */
async function isListed(
  statements: Statements,
  view: 'COLUMNS' | 'STATISTICS',
  names: Readonly<Record<string, string>>,
): Promise<boolean> {
  const conditions = Object.keys(names).map((field) => ` AND ${field} = :${field}`);
  const found = await statements.query(
    z.object({ name: z.string() }),
    `SELECT TABLE_NAME AS name FROM information_schema.${view}
     WHERE TABLE_SCHEMA = DATABASE()${conditions.join('')}`,
    names,
  );
  return found.length > 0;
}

/** SHA-256 over the statements. */
function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.statements.map(sqlOf).join(';\n')).digest('hex');
}

/** e.g. `0003-predictions` */
function labelOf({ version, name }: Migration): string {
  return `${String(version).padStart(4, '0')}-${name.replaceAll('_', '-')}`;
}
