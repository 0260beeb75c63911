import { beforeEach, expect, test } from 'vitest';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { runRecorder } from '../../functions/record-run/record-run.ts';
import { createMemoryObjectStore } from '../support/memory-object-store.ts';

const runId = '20261122T090010Z-3f9a01bc';
const key = `runs/${runId}.json`;

function newLake() {
  const store = createMemoryObjectStore();
  const written: unknown[] = [];
  const faults: Error[] = [];
  const client = {
    async execute(_sql: string, parameters = {}) {
      const fault = faults.pop();
      if (fault !== undefined) throw fault;
      written.push(parameters);
      return 1;
    },
  };
  return { store, ledger: createRunLedger(store), client, written, faults };
}
let lake: ReturnType<typeof newLake>;
let record: ReturnType<typeof runRecorder>;
beforeEach(async () => {
  lake = newLake();
  record = runRecorder(lake);
  await lake.ledger.open({
    ...{ runId, state: 'received', sourceKey: 'raw/base.csv', contentSha256: '3f9a01bc', bytes: 10 },
    ...{ receivedAt: '2026-11-22T09:00:10.000Z', updatedAt: '2026-11-22T09:00:10.000Z', attempts: 0 },
    ...{ failure: null, customers: null, rejectedRows: null, modelVersion: null },
  });
});

test('each state is written with a later revision, and one that comes twice once', async () => {
  await record(key);
  await lake.ledger.advance(runId, 'cleaning');
  await record(key);
  await record(key);
  const failure = { stage: 'clean', code: 'NOT_TEXT', message: 'Not text.', retryable: false } as const;
  await lake.ledger.fail(runId, failure);
  await record(key);
  expect(lake.written).toMatchObject([
    { runId, state: 'received', revision: 0 },
    { runId, state: 'cleaning', revision: 1 },
    { runId, state: 'failed', revision: 2, failedStage: 'clean', failureMessage: 'Not text.' },
  ]);
});

test('progress alone leaves the database asleep', async () => {
  await lake.ledger.advance(runId, 'training');
  await record(key);
  await lake.ledger.report(runId, { stage: 'train', rowsDone: 500 });
  await record(key);
  expect(lake.written).toHaveLength(1);
});

test('a state that comes again after another, which another instance wrote, is written again', async () => {
  const other = runRecorder(lake);
  const failure = { stage: 'clean', code: 'NOT_TEXT', message: 'Not text.', retryable: false } as const;
  const steps = [
    [record, () => lake.ledger.fail(runId, failure)],
    [other, () => lake.ledger.advance(runId, 'cleaning')],
    [record, () => lake.ledger.fail(runId, failure)],
  ] as const;
  for (const [recordBy, step] of steps) {
    await step();
    await recordBy(key);
  }
  expect(lake.written).toMatchObject([
    { state: 'failed', revision: 1 },
    { state: 'cleaning', revision: 2 },
    { state: 'failed', revision: 3 },
  ]);
});

test('what the database refused is written the next time', async () => {
  lake.faults.push(new Error('away'));
  await expect(record(key)).rejects.toThrow('away');
  await record(key);
  expect(lake.written).toHaveLength(1);
});

test('an object that is gone, or is no run, is passed over; one that is damaged is an error', async () => {
  await record('runs/20261122T090011Z-00000000.json');
  await record('models/champion.json');
  expect(lake.written).toEqual([]);
  await lake.store.write(key, '{"runId":', { contentType: 'application/json' });
  await expect(record(key)).rejects.toMatchObject({ code: 'OBJECT_INVALID' });
});
