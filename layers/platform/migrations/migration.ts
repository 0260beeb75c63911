/** One step forward of the database. Its statements never change once it has run anywhere. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Each is sent by itself and must bear repetition: DDL cannot be rolled back. */
  readonly statements: readonly Statement[];
}

/**
 * SQL that bears repetition, or a change of a table that is left out where the column it adds is there already, the key it
 * drops is gone, or has lost the column.
 */
export type Statement =
  | string
  | { readonly sql: string; readonly unlessColumn: { readonly table: string; readonly column: string } }
  | {
      readonly sql: string;
      readonly ifKey: { readonly table: string; readonly key: string; readonly column?: string };
    };

export const sqlOf = (statement: Statement): string =>
  typeof statement === 'string' ? statement : statement.sql;
