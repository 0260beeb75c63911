import { describe, expect, it } from 'vitest';
import type { RunFailure, RunStatus } from '#core/lake/run-status.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';

const runId = '20261122T090010Z-3f9a01bc';
const received: RunStatus = {
  runId,
  state: 'received',
  sourceKey: 'raw/base.csv',
  contentSha256: '3f9a01bc',
  bytes: 10,
  receivedAt: '2026-11-22T09:00:10.000Z',
  updatedAt: '2026-11-22T09:00:10.000Z',
  attempts: 0,
  failure: null,
  customers: null,
  rejectedRows: null,
  modelVersion: null,
};
const momentary: RunFailure = {
  stage: 'clean',
  code: 'STAGE_FAILED',
  message: 'S3 said 503',
  retryable: true,
};

async function openLedger() {
  const ledger = createRunLedger(createMemoryObjectStore());
  await ledger.open(received);
  return ledger;
}

describe('run ledger', () => {
  it('moves a run forward and never back', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'training', { customers: 7 });
    await ledger.advance(runId, 'cleaning');
    expect(await ledger.find(runId)).toMatchObject({ state: 'training', customers: 7 });
  });

  it('leaves an open run as it is when it is opened again', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'scoring');
    await ledger.open(received);
    expect((await ledger.find(runId))?.state).toBe('scoring');
  });

  it('counts a failure of the moment as final only at the second attempt', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'cleaning');
    await ledger.fail(runId, momentary);
    expect(await ledger.find(runId)).toMatchObject({ state: 'cleaning', attempts: 1 });
    await ledger.fail(runId, momentary);
    expect(await ledger.find(runId)).toMatchObject({ state: 'failed', failure: { message: 'S3 said 503' } });
  });

  it('ends a run at once whose data cannot be used, and lets it go on when a stage resumes it', async () => {
    const ledger = await openLedger();
    await ledger.fail(runId, { ...momentary, retryable: false });
    expect((await ledger.find(runId))?.state).toBe('failed');
    await ledger.advance(runId, 'cleaning');
    expect(await ledger.find(runId)).toMatchObject({ state: 'cleaning', failure: null, attempts: 0 });
  });

  it('does not let a late failure undo a published run', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'published');
    await ledger.fail(runId, momentary);
    expect((await ledger.find(runId))?.state).toBe('published');
  });

  it('leaves a run as it is when a stage that it has passed fails late', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'training');
    await ledger.fail(runId, momentary);
    await ledger.fail(runId, { ...momentary, retryable: false });
    expect(await ledger.find(runId)).toMatchObject({ state: 'training', attempts: 0, failure: null });
    await ledger.fail(runId, { ...momentary, stage: 'train', message: 'no memory', retryable: false });
    await ledger.fail(runId, momentary);
    expect((await ledger.find(runId))?.failure?.message).toBe('no memory');
  });

  it('ends a run that was overtaken, unless it ended or is published after all', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'scoring');
    await ledger.overtake(runId);
    await ledger.advance(runId, 'scoring');
    expect((await ledger.find(runId))?.state).toBe('superseded');
    await ledger.advance(runId, 'published');
    await ledger.overtake(runId);
    await ledger.advance(runId, 'superseded');
    expect((await ledger.find(runId))?.state).toBe('published');
  });

  it('counts a failure once whose write took effect though its answer was lost', async () => {
    const store = createMemoryObjectStore();
    await createRunLedger(store).open(received);
    let hasAnswered = true;
    const ledger = createRunLedger({
      ...store,
      async write(key, body, options) {
        await store.write(key, body, options);
        if (hasAnswered) return;
        hasAnswered = true;
        await store.write(key, body, options);
      },
    });
    await ledger.advance(runId, 'cleaning');
    hasAnswered = false;
    await ledger.fail(runId, momentary);
    expect(await ledger.find(runId)).toMatchObject({ state: 'cleaning', attempts: 1 });
  });

  it('keeps every change when several race', async () => {
    const ledger = await openLedger();
    await Promise.all([
      ledger.advance(runId, 'training', { customers: 3 }),
      ledger.advance(runId, 'training', { rejectedRows: 2 }),
      ledger.advance(runId, 'training', { modelVersion: 'm-1' }),
    ]);
    expect(await ledger.find(runId)).toMatchObject({ customers: 3, rejectedRows: 2, modelVersion: 'm-1' });
  });

  it('notes progress of the stage that is at work, and forgets it with the stage', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'scoring');
    await ledger.report(runId, { stage: 'score', rowsDone: 5, rowsTotal: 9 });
    expect((await ledger.find(runId))?.progress).toEqual({ stage: 'score', rowsDone: 5, rowsTotal: 9 });
    await ledger.report(runId, { stage: 'clean', rowsDone: 1 });
    expect((await ledger.find(runId))?.progress?.rowsDone).toBe(5);
    await ledger.advance(runId, 'published');
    await ledger.report(runId, { stage: 'score', rowsDone: 9 });
    expect(await ledger.find(runId)).not.toHaveProperty('progress');
  });

  it('adds up what parts have done that report at once, and forgets them with the stage', async () => {
    const ledger = await openLedger();
    await ledger.advance(runId, 'scoring');
    const report = (part: number, rowsDone: number) =>
      ledger.report(runId, { stage: 'score', rowsDone, rowsTotal: 99, part });
    await Promise.all([1, 2, 3, 4].map((part) => report(part, 10 * part)));
    expect((await ledger.find(runId))?.progress).toEqual({ stage: 'score', rowsDone: 100, rowsTotal: 99 });
    await report(4, 5);
    expect((await ledger.find(runId))?.progress?.rowsDone).toBe(65);
    await ledger.giveUp(runId, { ...momentary, stage: 'score' });
    await ledger.advance(runId, 'scoring');
    await report(1, 7);
    expect((await ledger.find(runId))?.progress?.rowsDone).toBe(7);
  });

  it('lets a newer state stand that comes between, and takes no fault of the store for its own', async () => {
    const store = createMemoryObjectStore();
    const plain = createRunLedger(store);
    await plain.open({ ...received, state: 'training' });
    const overtaken = createRunLedger({
      ...store,
      async write(...args) {
        await plain.advance(runId, 'scoring');
        return store.write(...args);
      },
    });
    await overtaken.report(runId, { stage: 'train', rowsDone: 5 });
    expect(await plain.find(runId)).toMatchObject({ state: 'scoring' });
    expect(await plain.find(runId)).not.toHaveProperty('progress');
    const broken = createRunLedger({ ...store, head: () => Promise.reject(new Error('503')) });
    await expect(broken.report(runId, { stage: 'score', rowsDone: 1 })).resolves.toBeUndefined();
  });

  it('refuses to change a run that was never opened', async () => {
    const ledger = createRunLedger(createMemoryObjectStore());
    await expect(ledger.advance(runId, 'cleaning')).rejects.toMatchObject({ code: 'RUN_NOT_OPEN' });
    await expect(ledger.overtake(runId)).resolves.toBeUndefined();
    await expect(ledger.giveUp(runId, momentary)).resolves.toBeUndefined();
    expect(await ledger.find(runId)).toBeUndefined();
  });
});
