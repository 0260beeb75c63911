import { ByteBuffer } from '#core/csv/byte-buffer.ts';
import { ChurnError } from '#core/errors.ts';
import { rowsFileKey, rowsProbeKey } from '#core/lake/keys.ts';
import type { ScoringOrder } from '#core/lake/scoring-orders.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { DataApiClient } from './data-api-client.ts';
import type { RunPart } from './insights-store.ts';
import type { RowEncoder } from './row-encoder.ts';
import { TAB_SEPARATED } from './row-format.ts';
import type { RowSource } from './row-source.ts';
import { sendAll } from './send-all.ts';
import { stagingTableOf } from './staging-table.ts';
import { loadRowsInto } from './write-statements.ts';

/** Where files of rows are put for the database to read. */
export interface RowFiles {
  readonly store: Pick<ObjectStore, 'write' | 'writeStream'>;
  readonly bucket: string;
  /** Told once, why rows are not loaded from files. */
  readonly onRefusal: (error: ChurnError) => void;
}

/** Some 40 MB; the database reads one in a second or two, while the next is being written. */
const ROWS_A_FILE = 100_000;
const LOADS_AT_ONCE = 2;
const CHUNK_BYTES = 256 * 1024;
/** Room for the row that fills a chunk. */
const SPARE_BYTES = 16 * 1024;
const CONTENT_TYPE = 'text/tab-separated-values; charset=utf-8';

/** Loads rows from files in the lake by LOAD DATA FROM S3, where the database takes that through the Data API. */
export class RowLoader {
  readonly #client: DataApiClient;
  readonly #files: RowFiles;
  #canLoad: Promise<boolean> | undefined;

  constructor(client: DataApiClient, files: RowFiles) {
    this.#client = client;
    this.#files = files;
  }

  /**
   * Whether it can, tried out with an empty file the first time: AWS documents neither that the Data API takes the
   * statement nor that it refuses it. The run must have been begun.
   */
  canLoad(order: ScoringOrder): Promise<boolean> {
    this.#canLoad ??= this.#probe(order).catch((error: unknown) => {
      this.#canLoad = undefined;
      throw error;
    });
    return this.#canLoad;
  }

  /** Writes the rows to files, each loaded while the next is written. @throws as the store, the client and `RowEncoder` */
  async load(part: RunPart, source: RowSource, encoder: RowEncoder): Promise<void> {
    await sendAll(this.#filesOf(part, source, encoder), LOADS_AT_ONCE, (key) => this.#loadFile(part, key));
  }

  async #probe(order: ScoringOrder): Promise<boolean> {
    const key = rowsProbeKey(order.runId);
    await this.#files.store.write(key, '', { contentType: CONTENT_TYPE });
    try {
      await this.#loadFile(order, key);
      return true;
    } catch (error) {
      if (!(error instanceof ChurnError) || error.code !== 'DATABASE_ERROR') throw error;
      this.#files.onRefusal(error);
      return false;
    }
  }

  async *#filesOf(
    { runId, part }: RunPart,
    source: RowSource,
    encoder: RowEncoder,
  ): AsyncGenerator<string, void, undefined> {
    for (let file = 1; await source.hasMore(1); file++) {
      const key = rowsFileKey(runId, part, file);
      await this.#files.store.writeStream(key, linesOf(source, encoder, ROWS_A_FILE), CONTENT_TYPE);
      yield key;
    }
  }

  #loadFile(order: ScoringOrder, key: string): Promise<number> {
    const url = `s3://${this.#files.bucket}/${key}`;
    return this.#client.execute(loadRowsInto(stagingTableOf(order), url, order.runId));
  }
}

/** The next rows as lines, at most `limit`, in chunks of about 256 KiB. */
async function* linesOf(
  source: RowSource,
  encoder: RowEncoder,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const out = new ByteBuffer(CHUNK_BYTES + SPARE_BYTES);
  let left = limit;
  while (left > 0) {
    const { firstNumber, rows } = await source.take(left);
    if (rows.length === 0) break;
    left -= rows.length;
    for (let index = 0; index < rows.length; index++) {
      encoder.write(out, TAB_SEPARATED, firstNumber + index, rows[index]!);
      if (out.length >= CHUNK_BYTES) yield out.take(CHUNK_BYTES + SPARE_BYTES);
    }
  }
  if (out.length > 0) yield out.take(0);
}
