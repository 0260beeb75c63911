import { describe, expect, it } from 'vitest';
import { DataError } from '#core/errors.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import { lambdaContext } from '../../support/lambda-context.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';

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
