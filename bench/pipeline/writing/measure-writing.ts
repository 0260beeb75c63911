import { join } from 'node:path';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { featureProfileSchema } from '#core/lake/documents.ts';
import { profileKey } from '#core/lake/keys.ts';
import type { DataApiClient } from '#platform/insights-store/data-api-client.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import { stagingTableOf } from '#platform/insights-store/staging-table.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import type { RunBucket } from '../../../localstack/runner/follow/run-bucket.ts';
import { medianOf } from '../../median.ts';
import { JsonLinesProcess } from '../../peers/json-lines-process.ts';
import { inTurns } from '../../timing.ts';
import { type WritingRequest, writtenSchema } from './writing-requests.ts';

/** How fast rows that are scored already come into MySQL. */
export interface WritingReport {
  /** Of the scored run, as many parts as the local cloud scores at once. */
  readonly rows: number;
  readonly writers: number;
  /** In the Data API's requests, by JSON_TABLE. */
  readonly inRequests: WritingRate;
  /** From files, by LOAD DATA FROM S3; null where the database refuses them, or the rows are too few for one. */
  readonly fromFiles: WritingRate | null;
}

/** Rows a second from the first row encoded to the last one committed, the slowest writer's. */
export interface WritingRate {
  readonly median: number;
  readonly fastest: number;
}

export interface WritingOptions {
  readonly stateDirectory: string;
  readonly database: DataApiClient;
  readonly bucket: RunBucket;
  /** Whose rows are written again. */
  readonly run: { readonly runId: string; readonly modelVersion: string };
  readonly runs: number;
  readonly signal: AbortSignal;
}

const MOST_WRITERS = 2;

/** Writes the rows of a run's first parts again and again to runs of their own, in both ways by turns. */
export async function measureWriting(options: WritingOptions): Promise<WritingReport> {
  const { stateDirectory, bucket, run, runs, signal } = options;
  const store = createS3ObjectStore(bucket.name, bucket.client);
  const { parts } = await readJson(store, profileKey(run.runId), featureProfileSchema);
  signal.throwIfAborted();
  const command = join(import.meta.dirname, 'writer-process.ts');
  const writers = parts
    .slice(0, MOST_WRITERS)
    .map(() => new JsonLinesProcess(process.execPath, [command, stateDirectory], {}));
  const stop = () => void Promise.all(writers.map((writer) => writer.close()));
  signal.addEventListener('abort', stop);
  try {
    const { runId, modelVersion } = run;
    const held = await askAll(writers, (part) => ({ hold: { runId, modelVersion, part } }), z.number());
    const rows = held.reduce((sum, count) => sum + count, 0);
    const targets = targetRuns(options);
    const ways = [false, true].map((fromFiles) => async () => {
      const target = await targets();
      const { modelVersion } = run;
      const request = (part: number) => ({ write: { runId: target, modelVersion, part }, fromFiles });
      const written = await askAll(writers, request, writtenSchema);
      const isOtherWay = written.some((each) => each.fromFiles !== fromFiles);
      return isOtherWay ? null : (rows / Math.max(...written.map(({ ms }) => ms))) * 1000;
    });
    const [inRequests = [], fromFiles = []] = await inTurns(ways, runs);
    return {
      ...{ rows, writers: writers.length },
      inRequests: requireRate(inRequests),
      fromFiles: rateOf(fromFiles),
    };
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all(writers.map((writer) => writer.close()));
    signal.throwIfAborted();
  }
}

/** Asks each writer for its part, all at once. */
function askAll<Answer>(
  writers: readonly JsonLinesProcess[],
  request: (part: number) => WritingRequest,
  answer: z.ZodType<Answer>,
): Promise<Answer[]> {
  return Promise.all(
    writers.map(async (writer, index) => answer.parse(await writer.ask(request(index + 1)))),
  );
}

/** Begins runs that are never sealed, so that no reader finds them; the last one's rows are dropped with each new one. */
function targetRuns({ database, run }: WritingOptions): () => Promise<string> {
  let count = 0;
  const writer = createInsightsWriter(database);
  return async () => {
    if (count > 0)
      await database.define(
        `DROP TABLE IF EXISTS ${stagingTableOf({ runId: targetId(count), modelVersion: run.modelVersion })}`,
      );
    count += 1;
    const runId = targetId(count);
    await writer.beginRun({
      ...{ runId, modelVersion: run.modelVersion, contentSha256: '0'.repeat(64), currency: 'USD' },
      ...{ horizonMonths: 12, dimensions: [], riskThresholds: { medium: 0.3, high: 0.6 } },
    });
    return runId;
  };
}

const targetId = (number: number) => `20000101T000000Z-${String(number).padStart(8, '0')}`;

function rateOf(rates: readonly (number | null)[]): WritingRate | null {
  const known = rates.filter((rate) => rate !== null);
  return known.length < rates.length ? null : { median: medianOf(known), fastest: Math.max(...known) };
}

/** @throws ChurnError `STACK_FAILED` */
function requireRate(rates: readonly (number | null)[]): WritingRate {
  const rate = rateOf(rates);
  if (rate === null) throw new ChurnError('STACK_FAILED', 'The database takes no rows.');
  return rate;
}
