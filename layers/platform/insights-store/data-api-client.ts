import { setTimeout as sleep } from 'node:timers/promises';
import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import type * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { kindOfFault, toChurnError } from './data-api-faults.ts';
import { type SqlParameters, toRows, toSqlParameters } from './data-api-values.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 3_000;

export interface DataApiOptions {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database: string;
  readonly client?: RDSDataClient;
  /** How long faults of the moment (a database waking up) are waited out; 25,000 unless given. */
  readonly patienceMs?: number;
  /** Bounds the patience and each call where somebody waits for the answer. @default no bound */
  readonly timeLeftMs?: () => number | undefined;
}

/** Statements with named parameters (`:name`). Errors are ChurnErrors; see `toChurnError` for their codes. */
export interface Statements {
  /** The rows, each checked against `row`. @throws ChurnError `DATABASE_ROW_INVALID` */
  query<Row>(row: z.ZodType<Row>, sql: string, parameters?: SqlParameters): Promise<readonly Row[]>;
  /** The number of rows that MySQL counts as changed. */
  execute(sql: string, parameters?: SqlParameters): Promise<number>;
}

/** Outside a transaction a statement may be sent again after a fault of the moment, so it must bear repetition. */
export interface DataApiClient extends Statements {
  /** Runs a statement that goes on in the database even if this call times out, as DDL must. */
  define(sql: string): Promise<void>;
  /** Commits what `work` did, or nothing of it; `work` may run more than once. */
  transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
}

export function createDataApiClient(options: DataApiOptions): DataApiClient {
  const client =
    options.client ??
    new RDSDataClient({ requestHandler: { connectionTimeout: 3_000, requestTimeout: 50_000 } });
  const target = { resourceArn: options.resourceArn, secretArn: options.secretArn };
  const timeLeftMs = options.timeLeftMs ?? (() => undefined);
  const untilDone = <T>(attempt: () => Promise<T>) => {
    const patienceMs = Math.min(options.patienceMs ?? 25_000, timeLeftMs() ?? Number.POSITIVE_INFINITY);
    return patiently(attempt, patienceMs);
  };
  /** Gives a call up when there is no time left to hear of it. */
  const bound = () => {
    const leftMs = timeLeftMs();
    return leftMs === undefined ? {} : { abortSignal: AbortSignal.timeout(Math.ceil(leftMs)) };
  };

  const send = (
    sql: string,
    parameters: SqlParameters,
    more: Partial<ExecuteStatementCommandInput>,
    transactionId: string | undefined,
  ) =>
    client.send(
      new ExecuteStatementCommand({
        ...target,
        database: options.database,
        sql,
        parameters: toSqlParameters(parameters),
        ...more,
        ...(transactionId === undefined ? {} : { transactionId }),
      }),
      bound(),
    );
  const statements = (transactionId?: string): Statements => ({
    async query(row, sql, parameters = {}) {
      const output = await send(sql, parameters, READING, transactionId);
      return toRows(output).map((candidate) => checkRow(row, candidate));
    },
    async execute(sql, parameters = {}) {
      return (await send(sql, parameters, {}, transactionId)).numberOfRecordsUpdated ?? 0;
    },
  });
  const transactOnce = async <T>(work: (statements: Statements) => Promise<T>): Promise<T> => {
    const { transactionId } = await client.send(
      new BeginTransactionCommand({ ...target, database: options.database }),
    );
    if (transactionId === undefined) throw new ChurnError('DATABASE_ERROR', 'No transaction was begun.');
    try {
      const result = await work(statements(transactionId));
      await client.send(new CommitTransactionCommand({ ...target, transactionId }));
      return result;
    } catch (error) {
      // Should this fail too, the service rolls back by itself; the first error is the one to tell.
      await client.send(new RollbackTransactionCommand({ ...target, transactionId })).catch(() => {});
      throw error;
    }
  };

  const alone = statements();
  return {
    query: (row, sql, parameters) => untilDone(() => alone.query(row, sql, parameters)),
    execute: (sql, parameters) => untilDone(() => alone.execute(sql, parameters)),
    define: (sql) =>
      untilDone(async () => {
        await send(sql, {}, { continueAfterTimeout: true }, undefined);
      }),
    transaction: (work) => untilDone(() => transactOnce(work)),
  };
}

const READING = {
  includeResultMetadata: true,
  resultSetOptions: { decimalReturnType: 'DOUBLE_OR_LONG', longReturnType: 'LONG' },
} as const;

/** Repeats what met a fault of the moment, with growing pauses, until `patienceMs` have passed. */
async function patiently<T>(attempt: () => Promise<T>, patienceMs: number): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = delayMs * (0.5 + Math.random() / 2); // spread, so that callers do not return all at once
      if (kindOfFault(error) === 'lasting' || Date.now() + pauseMs > deadline) throw toChurnError(error);
      await sleep(pauseMs);
    }
  }
}

function checkRow<Row>(schema: z.ZodType<Row>, candidate: unknown): Row {
  const parsed = schema.safeParse(candidate);
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new ChurnError('DATABASE_ROW_INVALID', `A stored row is not as it should be: ${fault}`, {
    cause: parsed.error,
  });
}
