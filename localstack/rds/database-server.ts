/** Where a MySQL server listens and who may enter. */
export type DatabaseAccess = {
  readonly user: string;
  readonly password: string;
} & ({ readonly socketPath: string } | { readonly host: string; readonly port: number });

/** A running MySQL 8 or MariaDB: our own private one, or the one MYSQL_URL names. */
export interface DatabaseServer {
  /** For people, e.g. `MariaDB 10.11.19 in .local/mysql`. */
  readonly description: string;
  readonly access: DatabaseAccess;
  /**
   * Makes the database where it is missing and gives the name it has on this server (MYSQL_URL holds one database,
   * which stands for whatever name is asked first). @throws DatabaseSetupError
   */
  ensureDatabase(name: string): Promise<string>;
  /** Stops a private server and leaves no process; a server of MYSQL_URL is left running. */
  close(): Promise<void>;
}

/** No usable database server; the message is one line that says what to do. */
export class DatabaseSetupError extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'DatabaseSetupError';
  }
}

/** Every session's SQL mode: strict, so that nothing is cut or made up silently. */
export const SQL_MODE =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';
