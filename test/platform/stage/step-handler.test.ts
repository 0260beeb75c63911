import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DataError } from '#core/errors.ts';
import type { RunStatus } from '#core/lake/run-status.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { stepHandler } from '#platform/stage/step-handler.ts';
import { lambdaContext } from '../../support/lambda-context.ts';
import { emfOf } from '../../support/log-lines.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';
import { writtenMeanwhile } from '../../support/written.ts';

const runId = '20261122T090010Z-3f9a01bc';
const order = z.object({ runId: z.string(), part: z.number() });
const open: RunStatus = {
  ...{ runId, state: 'scoring', sourceKey: 'raw/base.csv', contentSha256: '3f9a01bc', bytes: 10 },
  ...{ receivedAt: '2026-11-22T09:00:10.000Z', updatedAt: '2026-11-22T09:00:10.000Z', attempts: 0 },
  ...{ failure: null, customers: 7, rejectedRows: 0, modelVersion: null },
};

/** A step of scoring that does this. */
async function stepThat(work: () => Promise<unknown>, more: { stageStartedAt?: () => string } = {}) {
  const ledger = createRunLedger(createMemoryObjectStore());
  await ledger.open(open);
  return { ledger, step: stepHandler({ stage: 'score', ledger, order, work, ...more }) };
}

describe('a step', () => {
  it('answers what its work gives', async () => {
    const { step } = await stepThat(async () => ({ rows: 3 }));
    expect(await step({ runId, part: 1 }, lambdaContext())).toEqual({ rows: 3 });
  });

  it('refuses what it is not told', async () => {
    const { step } = await stepThat(() => Promise.reject(new Error('called')));
    await expect(step({ runId }, lambdaContext())).rejects.toMatchObject({ code: 'EVENT_INVALID' });
  });

  it('throws what fails and leaves the run to the state machine, which tries again', async () => {
    const { step, ledger } = await stepThat(() => Promise.reject(new Error('of the moment')));
    await expect(step({ runId, part: 1 }, lambdaContext())).rejects.toThrow('of the moment');
    expect(await ledger.find(runId)).toEqual(open);
  });

  it('notes a data error in its own words, and throws it too', async () => {
    const { step, ledger } = await stepThat(() =>
      Promise.reject(new DataError('MODEL_OUTDATED', 'Too old.')),
    );
    await expect(step({ runId, part: 1 }, lambdaContext())).rejects.toMatchObject({ name: 'DataError' });
    expect(await ledger.find(runId)).toMatchObject({
      state: 'failed',
      failure: { stage: 'score', code: 'MODEL_OUTDATED', message: 'Too old.', retryable: false },
    });
  });

  it('fails in time to say so where its time runs out', async () => {
    const { step } = await stepThat(() => new Promise(() => {}));
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 2_010 };
    await expect(step({ runId, part: 1 }, context)).rejects.toMatchObject({ code: 'STAGE_TIMED_OUT' });
  });

  it('counts for its stage only where it is the last one, from the stage’s beginning', async () => {
    const first = await stepThat(async () => {});
    const last = await stepThat(async () => {}, { stageStartedAt: () => '2026-11-22T09:00:10.000Z' });
    const told = async ({ step }: typeof first) =>
      emfOf(await writtenMeanwhile(async () => void (await step({ runId, part: 1 }, lambdaContext()))));
    expect(await told(first)).toEqual([]);
    expect(await told(last)).toMatchObject([{ values: { stage: 'score', StageFailures: 0 } }]);
  });
});
