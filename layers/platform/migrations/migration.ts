/** One step forward of the database. Its statements never change once it has run anywhere. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Each is sent by itself and must bear repetition: DDL cannot be rolled back. */
  readonly statements: readonly string[];
}
