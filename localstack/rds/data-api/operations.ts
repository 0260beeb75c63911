import type { Connection } from 'mysql2';
import type { DatabaseServer } from '../database-server.ts';
import { describeColumn } from './columns.ts';
import { DataApiError, fromDriverError } from './errors.ts';
import type { DataApiLimits } from './limits.ts';
import { literalsOf } from './literals.ts';
import { type LoadStatement, loadStatementOf, type ReadObject, refused, runLoad } from './load-data.ts';
import { bindParameters } from './named-parameters.ts';
import { toJsonRecords, toRecord } from './records.ts';
import type {
  BatchExecuteRequest,
  BeginTransactionRequest,
  EndTransactionRequest,
  ExecuteRequest,
  Field,
  SqlParameter,
} from './requests.ts';
import { SessionPool } from './session-pool.ts';
import { type RawResult, runStatement } from './statement.ts';
import { Transactions } from './transactions.ts';

const DEADLOCK = /^Database error code: 1213\b/;

interface Statement {
  readonly resourceArn: string;
  readonly sql: string;
  readonly database?: string | undefined;
  readonly transactionId?: string | undefined;
  readonly continueAfterTimeout: boolean;
}

/** What clusters may load from S3. */
export interface Imports {
  /** The buckets that a cluster's role opens, by its ARN. */
  readonly importBuckets: ReadonlyMap<string, readonly string[]>;
  /** Undefined where there is no S3. */
  readonly readObject: ReadObject | undefined;
}

/** The five operations on one server. `databases` gives the real name of a database that a cluster of ours has. */
export class Operations {
  readonly #server: DatabaseServer;
  readonly #imports: Imports;
  readonly #limits: DataApiLimits;
  readonly #databases: ReadonlyMap<string, string>;
  readonly #pool: SessionPool;
  readonly #transactions: Transactions;

  constructor(
    server: DatabaseServer,
    limits: DataApiLimits,
    databases: ReadonlyMap<string, string>,
    imports: Imports,
  ) {
    this.#server = server;
    this.#imports = imports;
    this.#limits = limits;
    this.#databases = databases;
    this.#pool = new SessionPool(server.access);
    this.#transactions = new Transactions(limits);
  }

  async execute(request: ExecuteRequest): Promise<object> {
    const sql = bindParameters(request.sql, literalsOf(request.parameters));
    const load = loadStatementOf(sql);
    if (load !== undefined) return this.#load(request, load);
    const result = await this.#run({ ...request, sql });
    if (result.kind === 'done') {
      return { numberOfRecordsUpdated: result.affectedRows, generatedFields: generatedFields(result) };
    }
    const columns = result.columns.map(describeColumn);
    if (request.formatRecordsAs === 'JSON') {
      return { numberOfRecordsUpdated: 0, formattedRecords: toJsonRecords(result.rows, columns) };
    }
    return {
      numberOfRecordsUpdated: 0,
      ...(request.includeResultMetadata ? { columnMetadata: columns.map(({ metadata }) => metadata) } : {}),
      records: result.rows.map((row) => toRecord(row, columns, request.resultSetOptions)),
    };
  }

  /** Runs the sets in order; outside a transaction each is committed by itself. */
  async batchExecute(request: BatchExecuteRequest): Promise<object> {
    const statements = request.parameterSets.map((set: readonly SqlParameter[]) =>
      bindParameters(request.sql, literalsOf(set)),
    );
    const updateResults: object[] = [];
    for (const sql of statements) {
      const result = await this.#run({ ...request, sql, continueAfterTimeout: false });
      updateResults.push({ generatedFields: generatedFields(result) });
    }
    return { updateResults };
  }

  async beginTransaction(request: BeginTransactionRequest): Promise<object> {
    try {
      const connection = await this.#pool.open(this.#realName(request.database));
      await connection.promise().query('START TRANSACTION');
      return { transactionId: this.#transactions.add(connection, request.resourceArn, request.database) };
    } catch (error) {
      throw fromDriverError(error);
    }
  }

  commitTransaction(request: EndTransactionRequest): Promise<object> {
    return this.#endTransaction(request, 'COMMIT', 'Transaction Committed');
  }

  rollbackTransaction(request: EndTransactionRequest): Promise<object> {
    return this.#endTransaction(request, 'ROLLBACK', 'Rollback Complete');
  }

  async close(): Promise<void> {
    this.#transactions.close();
    await this.#pool.close();
  }

  async #endTransaction(request: EndTransactionRequest, sql: string, status: string): Promise<object> {
    const { id, connection } = this.#transactions.claim(
      request.transactionId,
      request.resourceArn,
      undefined,
    );
    try {
      await connection.promise().query(sql);
      return { transactionStatus: status };
    } catch (error) {
      throw fromDriverError(error);
    } finally {
      this.#transactions.end(id);
    }
  }

  #run(statement: Statement): Promise<RawResult> {
    return statement.transactionId === undefined
      ? this.#runAlone(statement)
      : this.#runInTransaction(statement, statement.transactionId);
  }

  /** LOAD DATA FROM S3, of a bucket that the cluster's role opens. */
  async #load(request: ExecuteRequest, load: LoadStatement): Promise<object> {
    const { readObject, importBuckets } = this.#imports;
    if (request.transactionId !== undefined) throw refused('loading is not supported in a transaction');
    if (readObject === undefined || importBuckets.get(request.resourceArn)?.includes(load.bucket) !== true) {
      throw refused('Missing Credentials: Cannot instantiate S3 Client');
    }
    const result = await this.#runAlone({ ...request, sql: load.sql }, (connection) =>
      runLoad(connection, load, readObject),
    );
    return { numberOfRecordsUpdated: result.kind === 'done' ? result.affectedRows : 0, generatedFields: [] };
  }

  async #runAlone(
    statement: Statement,
    run?: (connection: Connection) => Promise<RawResult>,
  ): Promise<RawResult> {
    const connection = await this.#pool.borrow(this.#realName(statement.database)).catch((error: unknown) => {
      throw fromDriverError(error);
    });
    const { result, free } = runStatement(connection, this.#server.access, statement.sql, {
      limits: this.#limits,
      continueAfterTimeout: statement.continueAfterTimeout,
      ...(run === undefined ? {} : { run: () => run(connection) }),
    });
    void free.then((isSound) => this.#pool.giveBack(connection, statement.sql, isSound));
    return result;
  }

  async #runInTransaction(statement: Statement, transactionId: string): Promise<RawResult> {
    const { id, connection } = this.#transactions.claim(
      transactionId,
      statement.resourceArn,
      statement.database,
    );
    const { result, free } = runStatement(connection, this.#server.access, statement.sql, {
      limits: this.#limits,
      continueAfterTimeout: statement.continueAfterTimeout,
    });
    void free.then(() => this.#transactions.release(id));
    return result.catch((error: unknown) => {
      const isLost = error instanceof DataApiError && error.name === 'DatabaseUnavailableException';
      if (isLost || (error instanceof Error && DEADLOCK.test(error.message))) this.#transactions.end(id);
      throw error;
    });
  }

  #realName(database: string | undefined): string | undefined {
    return database === undefined ? undefined : (this.#databases.get(database) ?? database);
  }
}

function generatedFields(result: RawResult): Field[] {
  return result.kind === 'done' && result.insertId !== 0 ? [{ longValue: result.insertId }] : [];
}
