import { ByteBuffer } from '#core/csv/byte-buffer.ts';
import { ChurnError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import type { DataApiClient } from './data-api-client.ts';
import type { RunPart } from './insights-store.ts';
import { RowEncoder } from './row-encoder.ts';
import { JSON_ARRAY } from './row-format.ts';
import type { RowLoader } from './row-loader.ts';
import { RowSource } from './row-source.ts';
import { sendAll } from './send-all.ts';
import { stagingTableOf } from './staging-table.ts';
import { writeRowTexts } from './write-row-texts.ts';
import { writeRowsInto } from './write-statements.ts';
import { findWritingState } from './writing-state.ts';

/** They are a third longer in a request; the Data API takes 4 MiB. */
const BATCH_BYTES = 900 * 1024;
/** Room for the row that fills a batch. */
const SPARE_BYTES = 16 * 1024;
const CALLS_AT_ONCE = 4;
/** A file costs a few calls more, and is read two to three times as fast. */
const ROWS_WORTH_A_FILE = 8_000;

/**
 * Writes rows to the run's staging table, from files where they are many and the database can, else by JSON_TABLE, and
 * last the texts that they share; of a run that is sealed they are there already. Gives how many rows they are.
 */
export async function writePart(
  client: DataApiClient,
  loader: RowLoader | undefined,
  part: RunPart,
  rows: AsyncIterable<readonly ScoredRow[]>,
): Promise<number> {
  const source = new RowSource(part.part, rows);
  const encoder = new RowEncoder();
  const isSealed = async () => ((await findWritingState(client, part))?.sealedRows ?? null) !== null;
  try {
    if (!(await isSealed())) {
      const isLarge = loader !== undefined && (await source.hasMore(ROWS_WORTH_A_FILE));
      if (isLarge && (await loader.canLoad(part))) await loader.load(part, source, encoder);
      else await sendRows(client, part, source, encoder);
      await writeRowTexts(client, part, encoder.texts);
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

function sendRows(
  client: DataApiClient,
  part: RunPart,
  source: RowSource,
  encoder: RowEncoder,
): Promise<void> {
  const sql = writeRowsInto(stagingTableOf(part));
  return sendAll(batchesOf(source, encoder), CALLS_AT_ONCE, (rows) =>
    client.execute(sql, { runId: part.runId, rows }),
  );
}

/** Rows as JSON arrays of about BATCH_BYTES. */
async function* batchesOf(
  source: RowSource,
  encoder: RowEncoder,
): AsyncGenerator<Uint8Array, void, undefined> {
  const out = new ByteBuffer(BATCH_BYTES + SPARE_BYTES);
  for (let next = await source.take(); next.rows.length > 0; next = await source.take()) {
    for (let index = 0; index < next.rows.length; index++) {
      if (out.length === 0) out.text('[');
      encoder.write(out, JSON_ARRAY, next.firstNumber + index, next.rows[index]!);
      if (out.length >= BATCH_BYTES) yield arrayOf(out);
    }
  }
  if (out.length > 0) yield arrayOf(out);
}

/** What has been added, with a bracket in place of the last comma. */
function arrayOf(out: ByteBuffer): Uint8Array {
  out.length -= 1;
  out.text(']');
  return out.take(BATCH_BYTES + SPARE_BYTES);
}
