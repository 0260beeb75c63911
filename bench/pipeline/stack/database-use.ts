import { RDSDataClient } from '@aws-sdk/client-rds-data';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { createDataApiClient, type DataApiClient } from '#platform/insights-store/data-api-client.ts';
import type { StackDescription } from '../../../localstack/runner/stack-description.ts';

/** What a run left in the database. */
export interface StoredRun {
  readonly rows: number;
  /** Of a row in base64 inside a request, on average over some thousand of them. */
  readonly rowRequestBytes: number;
  /** Data and indexes of its partition, as the server estimates them. */
  readonly tableBytes: number;
}

const MEASURED_ROWS = 5000;

/** The stack's database through the Data API. @throws ChurnError `STACK_FAILED` where it has none */
export function databaseOf({ dataApi, region, credentials }: StackDescription): DataApiClient {
  if (dataApi === null) throw new ChurnError('STACK_FAILED', 'The local cloud has no database.');
  const { endpoint, ...target } = dataApi;
  const client = new RDSDataClient({ endpoint, region, credentials: { ...credentials } });
  return createDataApiClient({ ...target, client });
}

/** @throws ChurnError of the database */
export async function storedRun(database: DataApiClient, runId: string): Promise<StoredRun> {
  const [counted] = await database.query(
    z.object({ rows: z.number() }),
    'SELECT COUNT(*) AS `rows` FROM predictions WHERE run_id = :runId',
    { runId },
  );
  const [measured] = await database.query(
    z.object({ bytes: z.number() }),
    `SELECT CAST(AVG(4 / 3 * LENGTH(JSON_ARRAY(customer_id, status, churn_probability, risk_level, monthly_charge,
       tenure_months, expected_loss, clv, priority, segments_no, reasons, segments))) AS DOUBLE) AS bytes
     FROM (SELECT * FROM predictions WHERE run_id = :runId LIMIT ${MEASURED_ROWS}) AS some`,
    { runId },
  );
  const name = `r${runId.replace('-', '_')}`;
  // The server's own estimate may be older than the run.
  await database.define(`ALTER TABLE predictions ANALYZE PARTITION ${name}`);
  const [partition] = await database.query(
    z.object({ bytes: z.number() }),
    `SELECT CAST(DATA_LENGTH + INDEX_LENGTH AS SIGNED) AS bytes FROM information_schema.PARTITIONS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'predictions' AND PARTITION_NAME = :partition`,
    { partition: name },
  );
  if (counted === undefined || measured === undefined || partition === undefined) {
    throw new ChurnError('STACK_FAILED', `The database does not hold run ${runId}.`);
  }
  return { rows: counted.rows, rowRequestBytes: measured.bytes, tableBytes: partition.bytes };
}

/** Bytes that the server has written to its redo log since it started. */
export async function redoBytes(database: DataApiClient): Promise<number> {
  const [status] = await database.query(
    z.object({ Value: z.string() }),
    "SHOW GLOBAL STATUS LIKE 'Innodb_os_log_written'",
  );
  if (status === undefined) throw new ChurnError('STACK_FAILED', 'The database does not count its redo log.');
  return Number(status.Value);
}
