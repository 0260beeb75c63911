import type { StackDescription } from './local-stack.ts';
import { sqlOf } from './stack-sql.ts';

const PAGE_ROWS = 2000;

/** Customer id → churn probability of every row that a run has in MySQL, read as any client would. */
export async function storedProbabilities(
  stack: StackDescription,
  runId: string,
): Promise<Map<string, number>> {
  const query = sqlOf(stack);
  const found = new Map<string, number>();
  for (let last = ''; ; ) {
    const records = await query(
      `SELECT customer_id, churn_probability FROM predictions
       WHERE run_id = :runId AND customer_id > :last ORDER BY customer_id LIMIT ${PAGE_ROWS}`,
      { runId, last },
    );
    for (const [id, probability] of records) {
      found.set(id?.stringValue ?? '', probability?.doubleValue ?? Number.NaN);
    }
    const end = records.at(-1)?.[0]?.stringValue;
    if (records.length < PAGE_ROWS || end === undefined) return found;
    last = end;
  }
}
