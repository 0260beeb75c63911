import { ChurnError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { DataApiClient } from './data-api-client.ts';
import { jsonRow } from './row-encoding.ts';
import type { RowLoader } from './row-loader.ts';
import { RowSource } from './row-source.ts';
import { sendAll } from './send-all.ts';
import { stagingTableOf } from './staging-table.ts';
import { writeRowsInto } from './write-statements.ts';
import { findWritingState } from './writing-state.ts';

/** In a request they are a third longer; the Data API takes 4 MiB. */
const BATCH_BYTES = 900 * 1024;
const CALLS_AT_ONCE = 4;
/** A file costs a few calls more, and is read two to three times as fast. */
const ROWS_WORTH_A_FILE = 8_000;

export interface Part {
  readonly runId: string;
  /** 1, 2 and so on. */
  readonly part: number;
  readonly rows: AsyncIterable<readonly ScoredRow[]>;
}

/**
 * Writes rows to the run's staging table, from files where they are many and the database can, else by JSON_TABLE; of a
 * run that is sealed they are there already. Gives how many they are.
 */
export async function writePart(
  client: DataApiClient,
  loader: RowLoader | undefined,
  { runId, part, rows }: Part,
): Promise<number> {
  const source = new RowSource(part, rows);
  const isSealed = async () => ((await findWritingState(client, runId))?.sealedRows ?? null) !== null;
  try {
    if (!(await isSealed())) {
      const isLarge = loader !== undefined && (await source.hasMore(ROWS_WORTH_A_FILE));
      if (isLarge && (await loader.canLoad(runId))) await loader.load(runId, part, source);
      else await sendRows(client, runId, source);
    }
  } catch (error) {
    const isThere = error instanceof ChurnError && error.code === 'DATABASE_ERROR' && (await isSealed());
    if (!isThere) {
      await source.close();
      throw error;
    }
    // Another attempt was first, and has moved the table away.
  }
  await source.drain();
  return source.count;
}

function sendRows(client: DataApiClient, runId: string, source: RowSource): Promise<void> {
  const sql = writeRowsInto(stagingTableOf(runId));
  return sendAll(batchesOf(source, BATCH_BYTES), CALLS_AT_ONCE, (rows) =>
    client.execute(sql, { runId, rows }),
  );
}

/** Joins encoded rows into JSON arrays of at most `limitBytes` or a row. */
async function* batchesOf(source: RowSource, limitBytes: number): AsyncGenerator<Buffer, void, undefined> {
  let batch: string[] = [];
  let bytes = 0;
  for (let next = await source.take(); next.rows.length > 0; next = await source.take()) {
    for (let index = 0; index < next.rows.length; index++) {
      const text = jsonRow(next.firstNumber + index, next.rows[index]!);
      const length = Buffer.byteLength(text) + 1;
      if (batch.length > 0 && bytes + length > limitBytes) {
        yield Buffer.from(`[${batch.join(',')}]`);
        batch = [];
        bytes = 0;
      }
      batch.push(text);
      bytes += length;
    }
  }
  if (batch.length > 0) yield Buffer.from(`[${batch.join(',')}]`);
}
