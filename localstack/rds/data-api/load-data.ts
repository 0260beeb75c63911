import { Readable, Writable } from 'node:stream';
import type { Connection } from 'mysql2';
import * as z from 'zod';
import { DataApiError } from './errors.ts';
import type { RawResult } from './statement.ts';

/** Reads an object of the local S3 as a stream. */
export type ReadObject = (bucket: string, key: string) => Promise<AsyncIterable<Uint8Array>>;

/** Aurora's LOAD DATA FROM S3 as the local server's LOAD DATA LOCAL INFILE. */
export interface LoadStatement {
  readonly sql: string;
  readonly bucket: string;
  readonly key: string;
}

const LOAD = /^\s*LOAD\s+DATA\s+FROM\s+S3\s+(?:FILE\s+)?'s3(?:-[a-z0-9-]+)?:\/\/([^/'\\]+)\/([^'\\]+)'/i;
const ANY_LOAD = /^\s*LOAD\s/i;

/** Undefined for another statement. @throws DataApiError for a LOAD that is not one whole object's from S3 */
export function loadStatementOf(sql: string): LoadStatement | undefined {
  const [head, bucket, key] = LOAD.exec(sql) ?? [];
  if (head === undefined || bucket === undefined || key === undefined) {
    if (ANY_LOAD.test(sql)) throw refused('only LOAD DATA FROM S3 of one object is known here');
    return undefined;
  }
  return { sql: `LOAD DATA LOCAL INFILE 'object'${sql.slice(head.length)}`, bucket, key };
}

/** As Aurora answers where the cluster has no role that lets it read the object, or there is none. */
export function refused(message: string, cause?: unknown): DataApiError {
  return new DataApiError(
    'DatabaseErrorException',
    `Database error code: 63985. Message: S3 API returned error: ${message}`,
    { cause },
  );
}

const headerSchema = z.object({ affectedRows: z.number(), warningStatus: z.number() });

/**
 * Streams the object's rows to the server: all of them or none. What Aurora refuses, the LOCAL form lets pass with a
 * warning, so any warning is taken for the error it stands for.
 */
export async function runLoad(
  connection: Connection,
  { sql, bucket, key }: LoadStatement,
  read: ReadObject,
): Promise<RawResult> {
  const object = await read(bucket, key).catch((error: unknown) => {
    throw refused(`${key} cannot be read`, error);
  });
  const run = connection.promise();
  await run.query('START TRANSACTION');
  try {
    const infileStreamFactory = () => Readable.from(inStep(connection, object), { objectMode: false });
    const [answer] = await run.query({ sql, infileStreamFactory });
    const { affectedRows, warningStatus } = headerSchema.parse(answer);
    if (warningStatus > 0) throw await firstWarning(connection);
    await run.query('COMMIT');
    return { kind: 'done', affectedRows, insertId: 0 };
  } catch (error) {
    await run.query('ROLLBACK').catch(() => connection.destroy());
    throw error;
  }
}

/** The driver hands on whatever comes: a chunk is held back until the server has taken those before. */
async function* inStep(
  connection: Connection,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const socket =
    'stream' in connection && connection.stream instanceof Writable ? connection.stream : undefined;
  for await (const chunk of chunks) {
    while (socket?.writableNeedDrain === true && !socket.destroyed) await drained(socket);
    yield chunk;
  }
}

function drained(socket: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.once('drain', done).once('close', done);
  });
}

const warningSchema = z.object({ Code: z.number(), Message: z.string() });

async function firstWarning(connection: Connection): Promise<DataApiError> {
  const [rows] = await connection.promise().query('SHOW WARNINGS LIMIT 1');
  const [warning] = z.array(warningSchema).parse(rows);
  return new DataApiError(
    'DatabaseErrorException',
    `Database error code: ${warning?.Code}. Message: ${warning?.Message}`,
  );
}
