import { expect, it, vi } from 'vitest';
import { NotFoundError } from '#core/errors.ts';
import {
  createCachedInsightsReader,
  PUBLISHED_RECHECK_MS,
} from '#platform/insights-store/cached-insights-reader.ts';
import type { InsightsReader, PublishedRun } from '#platform/insights-store/insights-store.ts';
import { runIdOf, runRecord } from './store-rig.ts';

const recordOf = (runId: string): PublishedRun => ({
  ...runRecord(runId),
  publishedAt: '2026-01-01T00:00:00.000Z',
  customers: 1,
});

/** A cached reader over a database that has every run but those of `unknown`, with a clock to turn. */
function rigOf(unknown: readonly string[] = []) {
  const state = { nowMs: 0, published: undefined as string | undefined };
  const run = vi.fn(async (runId: string) => {
    if (unknown.includes(runId)) throw new NotFoundError('RUN_NOT_FOUND', 'no such run');
    return recordOf(runId);
  });
  const findPublishedRun = vi.fn(async () => recordOf(runIdOf(99)));
  const untouched = () => expect.fail('This is not asked here.');
  const database: InsightsReader = {
    ...{ run, findPublishedRun, publishedRun: untouched, totals: untouched, segments: untouched },
    ...{
      customers: untouched,
      customer: untouched,
      document: untouched,
      movers: untouched,
      model: untouched,
    },
  };
  const findPublishedRunId = vi.fn(async () => state.published);
  const reader = createCachedInsightsReader(database, { findPublishedRunId, nowMs: () => state.nowMs });
  return { state, run, findPublishedRun, findPublishedRunId, reader };
}

it('asks once in its time which run is published, and the database once for each run', async () => {
  const { state, run, findPublishedRunId, reader } = rigOf();
  state.published = runIdOf(1);
  for (let nowMs = 0; nowMs < 10 * PUBLISHED_RECHECK_MS; nowMs += PUBLISHED_RECHECK_MS / 4) {
    state.nowMs = nowMs;
    expect((await reader.publishedRun()).runId).toBe(runIdOf(1));
    expect((await reader.run(runIdOf(1))).runId).toBe(runIdOf(1));
  }
  expect(findPublishedRunId).toHaveBeenCalledTimes(10);
  expect(run).toHaveBeenCalledTimes(1);
});

it('shows nothing older than its time after a publication', async () => {
  const { state, reader } = rigOf();
  state.published = runIdOf(1);
  await reader.publishedRun();
  state.published = runIdOf(2);
  state.nowMs = PUBLISHED_RECHECK_MS - 1;
  expect((await reader.publishedRun()).runId).toBe(runIdOf(1));
  state.nowMs = PUBLISHED_RECHECK_MS;
  expect((await reader.publishedRun()).runId).toBe(runIdOf(2));
});

it('says that no run is published without waking the database', async () => {
  const { run, findPublishedRun, reader } = rigOf();
  expect(await reader.findPublishedRun()).toBeUndefined();
  await expect(reader.publishedRun()).rejects.toMatchObject({
    code: 'NO_PUBLISHED_RUN',
    retryAfterSeconds: 10,
  });
  expect([run, findPublishedRun].map((asked) => asked.mock.calls.length)).toEqual([0, 0]);
});

it('takes the database’s word where that does not know the run', async () => {
  const { state, reader } = rigOf([runIdOf(1)]);
  state.published = runIdOf(1);
  expect((await reader.publishedRun()).runId).toBe(runIdOf(99));
  await expect(reader.run(runIdOf(1))).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
});

it('remembers no failure', async () => {
  const { state, run, findPublishedRunId, reader } = rigOf();
  state.published = runIdOf(1);
  findPublishedRunId.mockRejectedValueOnce(new Error('S3 is away'));
  await expect(reader.publishedRun()).rejects.toThrow('S3 is away');
  run.mockRejectedValueOnce(new Error('the database is away'));
  await expect(reader.publishedRun()).rejects.toThrow('the database is away');
  expect((await reader.publishedRun()).runId).toBe(runIdOf(1));
});

it('keeps the records of a few runs, the last ones asked for', async () => {
  const { run, reader } = rigOf();
  for (let number = 1; number <= 17; number += 1) {
    await reader.run(runIdOf(number));
    await reader.run(runIdOf(1));
  }
  expect(run).toHaveBeenCalledTimes(17);
  await reader.run(runIdOf(2));
  expect(run).toHaveBeenCalledTimes(18);
});
