/** A thread that scores a part of a raw file: it is given a ScoringPart and answers with a ScoredPart. */
import { createReadStream } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { readRawBatches } from '#core/features/read-raw-batches.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';

/** The bytes from `start` up to `end` of a file, which are whole records; `header` are its first bytes. */
export interface ScoringPart {
  readonly file: string;
  readonly onnx: Uint8Array;
  readonly header: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** One entry a usable row, batch by batch. */
export interface ScoredPart {
  readonly probabilities: readonly Float32Array[];
  readonly label: readonly Uint8Array[];
  readonly rejectedRows: number;
}

const BATCH_ROWS = 2048;
const READ_BYTES = 256 * 1024;

const part: ScoringPart = workerData;
const scorer = await createOnnxScorer(part.onnx, telcoSchema);
const probabilities: Float32Array[] = [];
const label: Uint8Array[] = [];
let rejectedRows = 0;
for await (const batch of readRawBatches(bytesOf(part), telcoSchema, BATCH_ROWS)) {
  const columns = Object.fromEntries(batch.inputs.map(({ name, values }) => [name, values]));
  probabilities.push(await scorer.score({ rowCount: batch.customerIds.length, columns }));
  label.push(batch.label);
  rejectedRows += batch.rejectedRows;
}
await scorer.release();
const scored: ScoredPart = { probabilities, label, rejectedRows };
parentPort?.postMessage(scored);

async function* bytesOf({ file, header, start, end }: ScoringPart): AsyncGenerator<Uint8Array> {
  yield header;
  if (start < end) yield* createReadStream(file, { start, end: end - 1, highWaterMark: READ_BYTES });
}
