import { describe, expect, it } from 'vitest';
import { DataError } from '#core/errors.ts';
import type { Stage } from '#core/lake/run-status.ts';
import { createRunLedger, type RunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { lambdaContext } from '../../support/lambda-context.ts';
import { emfOf, logLinesOf } from '../../support/log-lines.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';
import { writtenMeanwhile } from '../../support/written.ts';

const runId = '20261122T090010Z-3f9a01bc';

function s3Event(...keys: string[]) {
  return { Records: keys.map((key) => ({ eventTime: '2026-11-22T09:00:10.000Z', s3: { object: { key } } })) };
}

async function openLedger() {
  const ledger = createRunLedger(createMemoryObjectStore());
  const counts = { attempts: 0, bytes: 1, customers: null, rejectedRows: null };
  const times = { receivedAt: '2026-11-22T09:00:10.000Z', updatedAt: '2026-11-22T09:00:10.000Z' };
  const origin = { runId, sourceKey: 'raw/a.csv', contentSha256: 'ab', modelVersion: null, failure: null };
  await ledger.open({ ...origin, ...counts, ...times, state: 'cleaning' });
  return ledger;
}

describe('stage handler', () => {
  it('hands over every object with its key decoded', async () => {
    const seen: string[] = [];
    const handler = stageHandler({
      stage: 'ingest',
      ledger: await openLedger(),
      work: async ({ key }) => void seen.push(key),
    });
    await handler(s3Event('raw/k%C3%BCnden+2026.csv', 'raw/a%2Bb.csv'), lambdaContext());
    expect(seen).toEqual(['raw/künden 2026.csv', 'raw/a+b.csv']);
  });

  it("does nothing on S3's test event", async () => {
    const handler = stageHandler({
      stage: 'ingest',
      ledger: await openLedger(),
      work: () => Promise.reject(new Error('called')),
    });
    await expect(
      handler({ Service: 'Amazon S3', Event: 's3:TestEvent' }, lambdaContext()),
    ).resolves.toBeUndefined();
  });

  it('ends the run with the message of a data error and does not ask for another try', async () => {
    const ledger = await openLedger();
    const handler = stageHandler({
      stage: 'clean',
      ledger,
      work: async (_object, belongsTo) => {
        belongsTo(runId);
        throw new DataError('CSV_EMPTY', 'The file is empty.');
      },
    });
    await handler(s3Event('snapshots/x.json'), lambdaContext());
    expect(await ledger.find(runId)).toMatchObject({
      state: 'failed',
      failure: { stage: 'clean', code: 'CSV_EMPTY', message: 'The file is empty.', retryable: false },
    });
  });

  it('does the work of the other objects of an event of which one cannot be used', async () => {
    const seen: string[] = [];
    const handler = stageHandler({
      stage: 'ingest',
      ledger: await openLedger(),
      work: async ({ key }) => {
        seen.push(key);
        if (key === 'raw/bad') throw new DataError('CSV_EMPTY', 'The file is empty.');
      },
    });
    await handler(s3Event('raw/bad', 'raw/good'), lambdaContext());
    expect(seen).toEqual(['raw/bad', 'raw/good']);
  });

  it('throws the error of the work, should noting it fail too', async () => {
    const handler = stageHandler({
      stage: 'clean',
      ledger: createRunLedger(createMemoryObjectStore()),
      work: async (_object, belongsTo) => {
        belongsTo(runId);
        throw new Error('connection reset');
      },
    });
    await expect(handler(s3Event('snapshots/x.json'), lambdaContext())).rejects.toThrow('connection reset');
  });

  it('throws any other error so that Lambda tries again, and fails the run at the second', async () => {
    const ledger = await openLedger();
    const handler = stageHandler({
      stage: 'clean',
      ledger,
      work: async (_object, belongsTo) => {
        belongsTo(runId);
        throw new Error('connection reset');
      },
    });
    await expect(handler(s3Event('snapshots/x.json'), lambdaContext())).rejects.toThrow('connection reset');
    expect(await ledger.find(runId)).toMatchObject({ state: 'cleaning', attempts: 1 });
    await expect(handler(s3Event('snapshots/x.json'), lambdaContext())).rejects.toThrow('connection reset');
    expect((await ledger.find(runId))?.state).toBe('failed');
  });

  it('notes that time ran out before Lambda kills it', async () => {
    const ledger = await openLedger();
    const handler = stageHandler({
      stage: 'clean',
      ledger,
      work: async (_object, belongsTo) => {
        belongsTo(runId);
        await new Promise(() => {});
      },
    });
    const context = lambdaContext({ getRemainingTimeInMillis: () => 2050 });
    await expect(handler(s3Event('snapshots/x.json'), context)).rejects.toMatchObject({
      code: 'STAGE_TIMED_OUT',
    });
    expect((await ledger.find(runId))?.failure).toMatchObject({ code: 'STAGE_TIMED_OUT', retryable: true });
  });

  it('refuses what is no S3 notification', async () => {
    const handler = stageHandler({ stage: 'clean', ledger: await openLedger(), work: async () => {} });
    await expect(handler({ hello: 'world' }, lambdaContext())).rejects.toMatchObject({
      code: 'EVENT_INVALID',
    });
  });
});

describe('the metrics of a stage', () => {
  const SECRET = '7590-VHVEG';
  async function metricsOf(stage: Stage, work: (ledger: RunLedger) => Promise<void>) {
    const ledger = await openLedger();
    const handler = stageHandler({
      ...{ stage, ledger },
      work: async (_object, belongsTo) => {
        belongsTo(runId);
        await work(ledger);
      },
    });
    const log = await writtenMeanwhile(async () => {
      await handler(s3Event('a'), lambdaContext()).catch(() => undefined);
    });
    return { log, values: emfOf(log).map(({ values }) => values) };
  }

  it('are its duration and the rows that it kept, rejected or scored', async () => {
    const cleaned = await metricsOf('clean', (ledger) =>
      ledger.advance(runId, 'cleaning', { customers: 7, rejectedRows: 2 }),
    );
    expect(cleaned.values).toEqual([
      expect.objectContaining({
        ...{ stage: 'clean', StageFailures: 0, StageDurationMs: expect.any(Number) },
        ...{ RowsKept: 7, RowsRejected: 2 },
      }),
    ]);
    const scored = await metricsOf('score', (ledger) =>
      ledger.advance(runId, 'published', { customers: 7, modelVersion: 'm-1' }),
    );
    expect(scored.values[0]).toMatchObject({ stage: 'score', RowsScored: 7 });
    expect(scored.values[0]).not.toHaveProperty('RowsKept');
  });

  it('count no rows of a run that was done before, nor of one that is not yet', async () => {
    const repeated = await metricsOf('clean', async () => {});
    expect(repeated.values[0]).not.toHaveProperty('RowsKept');
    const halfWay = await metricsOf('score', (ledger) => ledger.advance(runId, 'scoring', { customers: 7 }));
    expect(halfWay.values[0]).not.toHaveProperty('RowsScored');
  });

  it('are none of work that only begins its stage', async () => {
    const handler = stageHandler({
      ...{ stage: 'score' as const, ledger: await openLedger(), isWholeStage: false },
      work: async () => {},
    });
    const log = await writtenMeanwhile(async () => void (await handler(s3Event('a'), lambdaContext())));
    expect(emfOf(log)).toEqual([]);
  });

  it.each<[string, Error]>([
    ['data that cannot be used', new DataError('CSV_BAD', `line 3: ${SECRET}`)],
    ['what breaks', new Error(`Duplicate entry '${SECRET}'`)],
  ])('count a failure by %s, of which the log has no word of the file', async (_name, error) => {
    const { log, values } = await metricsOf('clean', () => Promise.reject(error));
    expect(values).toEqual([expect.objectContaining({ stage: 'clean', StageFailures: 1 })]);
    expect(logLinesOf(log)).toContainEqual(expect.objectContaining({ message: 'stage failed', runId }));
    expect(log).not.toContain(SECRET);
  });
});
