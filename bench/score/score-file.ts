import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { detectDelimiter } from '#core/csv/delimiter.ts';
import { findRecordStarts } from '#core/csv/record-starts.ts';
import type { ScoredPart, ScoringPart } from './score-worker.ts';

const HEAD_BYTES = 64 * 1024;
const READ_BYTES = 1024 * 1024;

/** What scoring a raw file gave: a probability and a label a usable row, in the order of the file. */
export interface ScoredFile {
  readonly probabilities: Float32Array;
  readonly label: Uint8Array;
  readonly rejectedRows: number;
}

/**
 * Scores a raw file of the default schema with as many threads, each on a part of the file that is whole records.
 * Throws what a thread fails with.
 */
export async function scoreFile(file: string, onnxFile: string, threads: number): Promise<ScoredFile> {
  const [parts, onnx] = await Promise.all([partsOf(file, threads), readFile(onnxFile)]);
  const scored = await Promise.all(parts.map((part) => scorePart({ ...part, file, onnx })));
  return {
    probabilities: joined(
      scored.flatMap((part) => part.probabilities),
      Float32Array,
    ),
    label: joined(
      scored.flatMap((part) => part.label),
      Uint8Array,
    ),
    rejectedRows: scored.reduce((sum, part) => sum + part.rejectedRows, 0),
  };
}

/** The header, and where each of `count` parts of about equal size begins and ends. */
async function partsOf(
  file: string,
  count: number,
): Promise<Pick<ScoringPart, 'header' | 'start' | 'end'>[]> {
  const { size } = await stat(file);
  const head = await headOf(file);
  const targets = Array.from({ length: count }, (_, part) => Math.floor((size * part) / count));
  const chunks = createReadStream(file, { highWaterMark: READ_BYTES });
  const starts = await findRecordStarts(chunks, detectDelimiter(head), targets);
  const header = head.slice(0, starts[0]);
  return starts.map((start, part) => ({ header, start, end: starts[part + 1] ?? size }));
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: new Uint8Array(HEAD_BYTES) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function scorePart(part: ScoringPart): Promise<ScoredPart> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'score-worker.ts'), { workerData: part });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function joined<Values extends Float32Array | Uint8Array>(
  parts: readonly Values[],
  Type: new (length: number) => Values,
): Values {
  const all = new Type(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
