import type { ExecuteStatementCommandOutput, Field, SqlParameter } from '@aws-sdk/client-rds-data';

/** What a statement takes and a row holds. Whole numbers go as BIGINT, others as DOUBLE. */
export type SqlValue = string | number | boolean | Uint8Array | null;
export type SqlParameters = Readonly<Record<string, SqlValue>>;

/** Named values as the service wants them. @throws RangeError for NaN and infinities */
export function toSqlParameters(parameters: SqlParameters): SqlParameter[] {
  return Object.entries(parameters).map(([name, value]) => ({ name, value: toField(name, value) }));
}

function toField(name: string, value: SqlValue): Field {
  if (value === null) return { isNull: true };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value !== 'number') return { blobValue: value };
  if (!Number.isFinite(value)) throw new RangeError(`parameter ${name} is ${value}, which SQL cannot hold`);
  return Number.isSafeInteger(value) ? { longValue: value } : { doubleValue: value };
}

/** The rows of an answer that came with its column metadata, as objects by column label. */
export function toRows(output: ExecuteStatementCommandOutput): Record<string, SqlValue>[] {
  const labels = (output.columnMetadata ?? []).map((column) => column.label ?? column.name ?? '');
  return (output.records ?? []).map((record) =>
    Object.fromEntries(labels.map((label, index) => [label, fromField(record[index])])),
  );
}

function fromField(field: Field | undefined): SqlValue {
  return (
    field?.stringValue ??
    field?.longValue ??
    field?.doubleValue ??
    field?.booleanValue ??
    field?.blobValue ??
    null
  );
}
