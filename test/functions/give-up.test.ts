import { describe, expect, it } from 'vitest';
import type { RunStatus } from '#core/lake/run-status.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { giveUp } from '../../functions/give-up/give-up.ts';
import { createMemoryObjectStore } from '../support/memory-object-store.ts';

const runId = '20261122T090010Z-3f9a01bc';
const open: RunStatus = {
  ...{ runId, state: 'received', sourceKey: 'raw/base.csv', contentSha256: '3f9a01bc', bytes: 10 },
  ...{ receivedAt: '2026-11-22T09:00:10.000Z', updatedAt: '2026-11-22T09:00:10.000Z', attempts: 0 },
  ...{ failure: null, customers: null, rejectedRows: null, modelVersion: null },
};

async function lakeAt(state: RunStatus['state']) {
  const store = createMemoryObjectStore();
  const ledger = createRunLedger(store);
  await ledger.open({ ...open, state });
  return { store, ledger };
}

const recordOf = (key: string, errorMessage = 'signal: killed') => ({
  requestPayload: { Records: [{ eventTime: '2026-11-22T09:00:10.000Z', s3: { object: { key } } }] },
  responsePayload: { errorMessage },
});

describe('giving up', () => {
  it.each([
    ['raw/base.csv', 'received', 'ingest'],
    [`snapshots/${runId}.json`, 'cleaning', 'clean'],
    [`clean/${runId}/quality.json`, 'cleaning', 'features'],
    [`features/${runId}/profile.json`, 'training', 'train'],
  ] as const)('of the event of %s is noted at its run', async (key, state, stage) => {
    const lake = await lakeAt(state);
    await giveUp(lake, recordOf(key));
    expect(await lake.ledger.find(runId)).toMatchObject({
      state: 'failed',
      failure: { stage, retryable: true, message: expect.stringContaining('signal: killed') },
    });
  });

  it('of the champion’s event or the schedule’s is noted at the run that was to be scored', async () => {
    for (const record of [recordOf('models/champion.json'), { requestPayload: {} }]) {
      const lake = await lakeAt('training');
      const champion = JSON.stringify({ modelVersion: 'm', runId, decidedAt: '2026-11-22T09:00:10Z' });
      await lake.store.write('models/champion.json', champion, { contentType: 'application/json' });
      await giveUp(lake, record);
      expect(await lake.ledger.find(runId)).toMatchObject({ state: 'failed', failure: { stage: 'score' } });
    }
  });

  it.each(['training', 'published', 'superseded'] as const)(
    'of a late repetition changes nothing of a run that is %s',
    async (state) => {
      const lake = await lakeAt(state);
      await giveUp(lake, recordOf(`snapshots/${runId}.json`));
      expect(await lake.ledger.find(runId)).toMatchObject({ state, failure: null });
    },
  );

  it('of a training task is noted at the run that started it, with what ECS says of it', async () => {
    const lake = await lakeAt('training');
    const containers = [{ exitCode: 137, reason: 'OutOfMemoryError' }];
    const detail = { startedBy: runId, stoppedReason: 'Essential container in task exited', containers };
    await giveUp(lake, { source: 'aws.ecs', 'detail-type': 'ECS Task State Change', detail });
    expect(await lake.ledger.find(runId)).toMatchObject({
      state: 'failed',
      failure: {
        ...{ stage: 'train', code: 'STAGE_GIVEN_UP', retryable: true },
        message: expect.stringContaining('container in task exited, OutOfMemoryError, exit code 137'),
      },
    });
  });

  it('of a task that never began is noted too, and of one that nobody’s run started is refused', async () => {
    const lake = await lakeAt('training');
    const detail = { startedBy: runId, stoppedReason: 'CannotPullContainerError', containers: [{}] };
    await giveUp(lake, { source: 'aws.ecs', detail });
    expect((await lake.ledger.find(runId))?.failure?.message).toContain('CannotPullContainerError');
    const stranger = { source: 'aws.ecs', detail: { ...detail, startedBy: '../models/champion' } };
    await expect(giveUp(lake, stranger)).rejects.toMatchObject({ code: 'RECORD_INVALID' });
  });

  it('of scoring is noted at the run with the part, and why it failed; the first reason stays', async () => {
    const lake = await lakeAt('scoring');
    const Cause = JSON.stringify({ errorType: 'ChurnError', errorMessage: 'no such table', trace: [] });
    const record = (more: object) => ({
      givenUpScoring: { runId, error: { Error: 'ChurnError', Cause }, ...more },
    });
    await giveUp(lake, record({ part: 3 }));
    await giveUp(lake, record({ error: { Error: 'PartFailed', Cause: 'The run says why.' } }));
    expect(await lake.ledger.find(runId)).toMatchObject({
      state: 'failed',
      failure: {
        ...{ stage: 'score', code: 'STAGE_GIVEN_UP', retryable: true },
        message: 'Scoring of part 3 was given up after its last attempt: no such table',
      },
    });
  });

  it.each([
    [{ Error: 'States.Timeout' }, 'States.Timeout'],
    [{ Error: 'Lambda.Unknown', Cause: 'Rate exceeded' }, 'Rate exceeded'],
    [{ Error: 'Error', Cause: '"text"' }, '"text"'],
  ])('of scoring as a whole is told in the words there are: %j', async (error, said) => {
    const lake = await lakeAt('scoring');
    await giveUp(lake, { givenUpScoring: { runId, error } });
    const message = `Scoring was given up after its last attempt: ${said}`;
    expect((await lake.ledger.find(runId))?.failure?.message).toBe(message);
  });

  it('keeps the reason that the stage gave itself', async () => {
    const lake = await lakeAt('cleaning');
    const failure = { stage: 'clean', code: 'X', message: 'its own', retryable: false } as const;
    await lake.ledger.fail(runId, failure);
    await giveUp(lake, recordOf(`snapshots/${runId}.json`));
    expect((await lake.ledger.find(runId))?.failure).toEqual(failure);
  });

  it('refuses what is no record', async () => {
    await expect(giveUp(await lakeAt('received'), 'hello')).rejects.toMatchObject({ code: 'RECORD_INVALID' });
  });
});
