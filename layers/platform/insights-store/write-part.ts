import { ChurnError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { findWritingState } from './begin-run.ts';
import type { DataApiClient } from './data-api-client.ts';
import { encodeRow } from './row-encoding.ts';
import { stagingTableOf } from './staging-table.ts';
import { writeRowsInto } from './write-statements.ts';

const BATCH_BYTES = 900 * 1024;
const CALLS_AT_ONCE = 4;

/** Writes rows to the run's staging table; of a run that is sealed they are there already. Gives how many they are. */
export async function writePart(
  client: DataApiClient,
  runId: string,
  rows: AsyncIterable<readonly ScoredRow[]>,
): Promise<number> {
  const sql = writeRowsInto(stagingTableOf(runId));
  const counted = new CountedRows(rows);
  const isSealed = async () => (await findWritingState(client, runId))?.isSealed === true;
  try {
    if (!(await isSealed())) {
      await sendAll(batchesOf(counted, BATCH_BYTES), (batch) => client.execute(sql, { runId, rows: batch }));
    }
  } catch (error) {
    const isThere = error instanceof ChurnError && error.code === 'DATABASE_ERROR' && (await isSealed());
    if (!isThere) {
      await counted.close();
      throw error;
    }
    // Another attempt was first, and has moved the table away.
  }
  for await (const _ of counted);
  return counted.count;
}

/** Rows that are counted as they pass; where reading broke off, it may be taken up again. */
class CountedRows implements AsyncIterable<readonly ScoredRow[]> {
  readonly #rows: AsyncIterator<readonly ScoredRow[]>;
  count = 0;

  constructor(rows: AsyncIterable<readonly ScoredRow[]>) {
    this.#rows = rows[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): AsyncIterator<readonly ScoredRow[]> {
    return { next: () => this.#next() };
  }

  /** Tells the producer that no more are wanted. */
  async close(): Promise<void> {
    await this.#rows.return?.();
  }

  async #next(): Promise<IteratorResult<readonly ScoredRow[]>> {
    const next = await this.#rows.next();
    if (next.done !== true) this.count += next.value.length;
    return next;
  }
}

/** Joins encoded rows into JSON arrays of at most `limitBytes`; a row longer than that makes one of its own. */
async function* batchesOf(
  rows: AsyncIterable<readonly ScoredRow[]>,
  limitBytes: number,
): AsyncGenerator<string, void, undefined> {
  let batch: string[] = [];
  let bytes = 0;
  for await (const some of rows) {
    for (const row of some) {
      const text = encodeRow(row);
      const length = Buffer.byteLength(text) + 1;
      if (batch.length > 0 && bytes + length > limitBytes) {
        yield `[${batch.join(',')}]`;
        batch = [];
        bytes = 0;
      }
      batch.push(text);
      bytes += length;
    }
  }
  if (batch.length > 0) yield `[${batch.join(',')}]`;
}

/** Sends several at once while the next is made; no more are held than are under way. @throws the first failure */
async function sendAll<T>(parcels: AsyncIterable<T>, send: (parcel: T) => Promise<unknown>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const parcel of parcels) {
    const call = send(parcel)
      .then(
        () => {},
        (error: unknown) => {
          failures.push(error);
        },
      )
      .finally(() => underWay.delete(call));
    underWay.add(call);
    if (underWay.size === CALLS_AT_ONCE) await Promise.race(underWay);
    if (failures.length > 0) break;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
