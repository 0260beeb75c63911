import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, FieldPacket, QueryError } from 'mysql2';
import { connect } from '../connect.ts';
import type { DatabaseAccess } from '../database-server.ts';
import { DataApiError, fromDriverError } from './errors.ts';
import type { DataApiLimits } from './limits.ts';

/** Longest wait for a killed statement to give its connection back. */
const KILL_GRACE_MS = 5_000;

export type RawRow = readonly (Buffer | null)[];

/** What the server answered, values still as it sent them. */
export type RawResult =
  | { readonly kind: 'rows'; readonly columns: readonly FieldPacket[]; readonly rows: readonly RawRow[] }
  | { readonly kind: 'done'; readonly affectedRows: number; readonly insertId: number };

export interface RunningStatement {
  readonly result: Promise<RawResult>;
  /** Resolves when the connection is free again, which with continueAfterTimeout is later; true where it is sound. */
  readonly free: Promise<boolean>;
}

/**
 * Runs one statement within the service's limits. At the time limit the caller gets StatementTimeoutException; the
 * statement is killed, or with `continueAfterTimeout` runs on.
 */
export function runStatement(
  connection: Connection,
  access: DatabaseAccess,
  sql: string,
  options: {
    readonly limits: DataApiLimits;
    readonly continueAfterTimeout: boolean;
    /** Runs it in a way of its own. @default as a query */
    readonly run?: () => Promise<RawResult>;
  },
): RunningStatement {
  const { limits } = options;
  let bytes = 0;
  let wasKilled = false;
  const kill = async () => {
    wasKilled = true;
    await killQuery(access, connection.threadId).catch(() => connection.destroy());
  };
  const keep = (length: number) => {
    bytes += length;
    if (bytes > limits.responseBytes && !wasKilled) void kill();
    return bytes <= limits.responseBytes;
  };
  const answer = options.run === undefined ? query(connection, sql, keep) : options.run();
  const free = answer.then(
    () => !wasKilled,
    (error) => !wasKilled && fromDriverError(error).name === 'DatabaseErrorException',
  );
  const checked = answer.then(
    (result) => withinLimits(result, bytes, limits),
    (error: unknown) => {
      if (bytes > limits.responseBytes) throw responseTooLarge();
      throw fromDriverError(error);
    },
  );
  const expire = async () => {
    if (options.continueAfterTimeout) return;
    await kill();
    const grace = new AbortController();
    await Promise.race([free, sleep(KILL_GRACE_MS, undefined, { signal: grace.signal }).catch(() => {})]);
    grace.abort();
  };
  return { result: orTimeout(checked, limits.statementTimeoutMs, expire, connection.threadId), free };
}

/** The answer, unless the time limit comes first; an answer that comes because `expire` killed it does not count. */
function orTimeout(
  answer: Promise<RawResult>,
  timeoutMs: number,
  expire: () => Promise<void>,
  threadId: number,
): Promise<RawResult> {
  return new Promise((resolve, reject) => {
    let hasExpired = false;
    const timer = setTimeout(async () => {
      hasExpired = true;
      await expire();
      const details = { dbConnectionId: threadId };
      reject(
        new DataApiError('StatementTimeoutException', 'The execution of the SQL statement timed out.', {
          details,
        }),
      );
    }, timeoutMs);
    answer
      .finally(() => clearTimeout(timer))
      .then(
        (result) => hasExpired || resolve(result),
        (error: unknown) => hasExpired || reject(error),
      );
  });
}

function query(connection: Connection, sql: string, keep: (length: number) => boolean): Promise<RawResult> {
  return new Promise((resolve, reject) => {
    const typeCast = (field: { buffer(): Buffer | null }) => {
      const value = field.buffer();
      return keep(value?.length ?? 0) ? value : null;
    };
    connection.query(
      { sql, rowsAsArray: true, typeCast },
      (error: QueryError | null, answer: unknown, columns: unknown) => {
        if (error !== null) reject(error);
        else resolve(readAnswer(answer, columns));
      },
    );
  });
}

/** The first result set, or what the statement changed. */
function readAnswer(answer: unknown, columns: unknown): RawResult {
  if (Array.isArray(columns) && Array.isArray(answer)) {
    const nested = Array.isArray(columns[0]); // CALL answers with a list of result sets
    return { kind: 'rows', columns: nested ? columns[0] : columns, rows: nested ? answer[0] : answer };
  }
  const header = answer as { readonly affectedRows?: number; readonly insertId?: number };
  return { kind: 'done', affectedRows: header.affectedRows ?? 0, insertId: header.insertId ?? 0 };
}

function withinLimits(result: RawResult, bytes: number, limits: DataApiLimits): RawResult {
  if (bytes > limits.responseBytes) throw responseTooLarge();
  if (result.kind === 'rows') {
    for (const row of result.rows) {
      const length = row.reduce((sum, value) => sum + (value?.length ?? 0), 0);
      if (length > limits.rowBytes) {
        throw new DataApiError('UnsupportedResultException', 'Packet for query is too large');
      }
    }
  }
  return result;
}

export function responseTooLarge(): DataApiError {
  return new DataApiError('UnsupportedResultException', 'Database response exceeded size limit');
}

async function killQuery(access: DatabaseAccess, threadId: number): Promise<void> {
  const control = await connect(access, { connectTimeoutMs: 5_000 });
  try {
    await control.query(`KILL QUERY ${threadId}`);
  } finally {
    await control.end();
  }
}
