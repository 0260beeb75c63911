import { NotFoundError, UnavailableError } from '#core/errors.ts';
import type { InsightsReader, PublishedRun } from './insights-store.ts';

/**
 * For how long it is taken as read which run is published: what a caller sees is at most this much older than the
 * ledger, and a page of several requests asks the bucket once. Nobody waits on a second, and the run takes minutes.
 */
export const PUBLISHED_RECHECK_MS = 1000;
/** Runs whose records are kept: the published one, and those that somebody is still paging through. */
const MAX_RUNS = 16;

export interface CachedReaderOptions {
  /** Which run is published, told without the database. */
  readonly findPublishedRunId: () => Promise<string | undefined>;
  /** @default performance.now */
  readonly nowMs?: () => number;
}

/**
 * A reader that asks elsewhere which run is published, at most once in PUBLISHED_RECHECK_MS, and the database once for
 * each run's record, which never changes. Only where the database does not know that run is its own word taken.
 */
export function createCachedInsightsReader(
  reader: InsightsReader,
  { findPublishedRunId, nowMs = () => performance.now() }: CachedReaderOptions,
): InsightsReader {
  const records = new Map<string, PublishedRun>();
  let asked: { readonly atMs: number; readonly runId: Promise<string | undefined> } | undefined;

  const publishedRunId = () => {
    if (asked !== undefined && nowMs() - asked.atMs < PUBLISHED_RECHECK_MS) return asked.runId;
    const asking = { atMs: nowMs(), runId: findPublishedRunId() };
    asked = asking;
    asking.runId.catch(() => {
      if (asked === asking) asked = undefined;
    });
    return asking.runId;
  };
  const run = async (runId: string) => {
    const record = records.get(runId) ?? (await reader.run(runId));
    records.delete(runId);
    records.set(runId, record);
    const [oldest] = records.keys();
    if (records.size > MAX_RUNS && oldest !== undefined) records.delete(oldest);
    return record;
  };
  const findPublishedRun = async () => {
    const runId = await publishedRunId();
    if (runId === undefined) return undefined;
    try {
      return await run(runId);
    } catch (error) {
      if (error instanceof NotFoundError) return reader.findPublishedRun();
      throw error;
    }
  };
  return {
    ...reader,
    run,
    findPublishedRun,
    async publishedRun() {
      const found = await findPublishedRun();
      if (found !== undefined) return found;
      throw new UnavailableError('NO_PUBLISHED_RUN', 'No run has been published yet.', {
        retryAfterSeconds: 10,
      });
    },
  };
}
