import { randomBytes } from 'node:crypto';
import type { Connection } from 'mysql2';
import { DataApiError } from './errors.ts';
import type { DataApiLimits } from './limits.ts';

export interface Transaction {
  readonly id: string;
  readonly connection: Connection;
  readonly resourceArn: string;
  readonly database: string | undefined;
}

interface Entry extends Transaction {
  isBusy: boolean;
  idleTimer: NodeJS.Timeout;
  readonly lifeTimer: NodeJS.Timeout;
}

/** The open transactions, each on a connection of its own; those left idle are rolled back. */
export class Transactions {
  readonly #limits: DataApiLimits;
  readonly #entries = new Map<string, Entry>();

  constructor(limits: DataApiLimits) {
    this.#limits = limits;
  }

  /** Takes over a connection on which a transaction was begun, and gives its id. */
  add(connection: Connection, resourceArn: string, database: string | undefined): string {
    const id = randomBytes(48).toString('base64');
    this.#entries.set(id, {
      id,
      connection,
      resourceArn,
      database,
      isBusy: false,
      idleTimer: this.#idleTimer(id),
      lifeTimer: setTimeout(() => this.end(id), this.#limits.transactionMs).unref(),
    });
    connection.once('end', () => this.end(id));
    connection.once('error', () => this.end(id));
    return id;
  }

  /** Claims the transaction for one statement. @throws DataApiError where it is unknown, ended or at work */
  claim(id: string, resourceArn: string, database: string | undefined): Transaction {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.resourceArn !== resourceArn) {
      throw new DataApiError('TransactionNotFoundException', `Transaction ${id} is not found`);
    }
    if (database !== undefined && database !== entry.database) {
      throw new DataApiError('BadRequestException', "Database name is not the transaction's");
    }
    if (entry.isBusy) {
      throw new DataApiError('DatabaseErrorException', 'Transaction is still running a query');
    }
    entry.isBusy = true;
    clearTimeout(entry.idleTimer);
    return entry;
  }

  /** Gives a claimed transaction back, to idle until its next statement. */
  release(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.isBusy = false;
    entry.idleTimer = this.#idleTimer(id);
  }

  /** Forgets the transaction and closes its connection, which rolls back what was not committed. */
  end(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    clearTimeout(entry.idleTimer);
    clearTimeout(entry.lifeTimer);
    entry.connection.destroy();
  }

  close(): void {
    for (const id of [...this.#entries.keys()]) this.end(id);
  }

  #idleTimer(id: string): NodeJS.Timeout {
    return setTimeout(() => this.end(id), this.#limits.transactionIdleMs).unref();
  }
}
