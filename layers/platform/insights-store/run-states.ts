import type { RunStatus } from '#core/lake/run-status.ts';
import type { DataApiClient } from './data-api-client.ts';

/** A run's state as `run_states` has it. Times are UTC, `YYYY-MM-DD hh:mm:ss.sss`. */
export interface RunStateRow {
  readonly runId: string;
  readonly revision: number;
  readonly state: string;
  readonly sourceKey: string;
  readonly contentSha256: string;
  readonly receivedAt: string;
  readonly updatedAt: string;
  readonly attempts: number;
  readonly customers: number | null;
  readonly rejectedRows: number | null;
  readonly modelVersion: string | null;
  readonly failedStage: string | null;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}

export function runStateRowOf(status: RunStatus): RunStateRow {
  const { runId, state, sourceKey, contentSha256, attempts, customers, rejectedRows, modelVersion } = status;
  const { failure } = status;
  return {
    ...{ runId, state, sourceKey, contentSha256, attempts, customers, rejectedRows, modelVersion },
    revision: status.revision ?? 0,
    receivedAt: sqlTimeOf(status.receivedAt),
    updatedAt: sqlTimeOf(status.updatedAt),
    failedStage: failure?.stage ?? null,
    failureCode: failure?.code ?? null,
    failureMessage: failure?.message ?? null,
  };
}

const sqlTimeOf = (iso: string) => new Date(iso).toISOString().slice(0, 23).replace('T', ' ');

const COLUMNS: Readonly<Record<Exclude<keyof RunStateRow, 'runId' | 'revision'>, string>> = {
  state: 'state',
  sourceKey: 'source_key',
  contentSha256: 'content_sha256',
  receivedAt: 'received_at',
  updatedAt: 'updated_at',
  attempts: 'attempts',
  customers: 'customers',
  rejectedRows: 'rejected_rows',
  modelVersion: 'model_version',
  failedStage: 'failed_stage',
  failureCode: 'failure_code',
  failureMessage: 'failure_message',
};

// The revision comes last: assignments are made from left to right, and all look at the one that stood before.
const WRITE = `
INSERT INTO run_states (run_id, ${Object.values(COLUMNS).join(', ')}, revision)
VALUES (:runId, ${Object.keys(COLUMNS)
  .map((name) => `:${name}`)
  .join(', ')}, :revision)
ON DUPLICATE KEY UPDATE ${Object.values(COLUMNS)
  .map((column) => `${column} = IF(VALUES(revision) > revision, VALUES(${column}), ${column})`)
  .join(', ')}, revision = GREATEST(revision, VALUES(revision))`;

/** Writes a run's row unless a later revision stands there, so that writers may come twice, late and at once. */
export async function writeRunState(client: Pick<DataApiClient, 'execute'>, row: RunStateRow): Promise<void> {
  await client.execute(WRITE, { ...row });
}
