import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import type { StackDescription } from './local-stack.ts';

const PAGE_ROWS = 2000;

/** Customer id → churn probability of every row that a run has in MySQL, read as any client would. */
export async function storedProbabilities(
  stack: StackDescription,
  runId: string,
): Promise<Map<string, number>> {
  const { endpoint, resourceArn, secretArn, database } = stack.dataApi;
  const client = new RDSDataClient({ endpoint, region: stack.region, credentials: stack.credentials });
  const found = new Map<string, number>();
  for (let last = ''; ; ) {
    const command = new ExecuteStatementCommand({
      resourceArn,
      secretArn,
      database,
      sql: `SELECT customer_id, churn_probability FROM predictions
            WHERE run_id = :runId AND customer_id > :last ORDER BY customer_id LIMIT ${PAGE_ROWS}`,
      parameters: [
        { name: 'runId', value: { stringValue: runId } },
        { name: 'last', value: { stringValue: last } },
      ],
    });
    const { records = [] } = await client.send(command);
    for (const [id, probability] of records) {
      found.set(id?.stringValue ?? '', probability?.doubleValue ?? Number.NaN);
    }
    const end = records.at(-1)?.[0]?.stringValue;
    if (records.length < PAGE_ROWS || end === undefined) return found;
    last = end;
  }
}
