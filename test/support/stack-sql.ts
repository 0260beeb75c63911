import {
  ExecuteStatementCommand,
  type Field,
  RDSDataClient,
  type SqlParameter,
} from '@aws-sdk/client-rds-data';
import type { StackDescription } from './local-stack.ts';

/** Asks the stack's database as any client would, with parameters that are text; gives the rows. */
export function sqlOf(stack: StackDescription) {
  const { endpoint, resourceArn, secretArn, database } = stack.dataApi;
  const client = new RDSDataClient({ endpoint, region: stack.region, credentials: stack.credentials });
  return async (sql: string, values: Readonly<Record<string, string>> = {}): Promise<readonly Field[][]> => {
    const parameters = Object.entries(values).map(
      ([name, stringValue]): SqlParameter => ({ name, value: { stringValue } }),
    );
    const command = new ExecuteStatementCommand({ resourceArn, secretArn, database, sql, parameters });
    return (await client.send(command)).records ?? [];
  };
}
