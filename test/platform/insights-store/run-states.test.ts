import { afterAll, beforeAll, expect, test } from 'vitest';
import { RUN_STATES, type RunStatus } from '#core/lake/run-status.ts';
import { runStateRowOf, writeRunState } from '#platform/insights-store/run-states.ts';
import { runIdOf, type StoreRig, startStoreRig } from './store-rig.ts';

let rig: StoreRig;
let next = 1;
beforeAll(async () => {
  rig = await startStoreRig();
});
afterAll(() => rig.close());

function statusOf(runId: string, more: Partial<RunStatus> = {}): RunStatus {
  return {
    ...{ runId, state: 'received', sourceKey: 'raw/base.csv', contentSha256: 'ab'.repeat(32), bytes: 10 },
    ...{ receivedAt: '2026-11-22T09:00:10.000Z', updatedAt: '2026-11-22T09:00:11.250Z', attempts: 0 },
    ...{ failure: null, customers: null, rejectedRows: null, modelVersion: null },
    ...more,
  };
}

const write = (status: RunStatus) => writeRunState(rig.dataApi, runStateRowOf(status));

async function storedRow(runId: string) {
  const { records } = await rig.execute(
    `SELECT state, revision, source_key, DATE_FORMAT(received_at, '%Y-%m-%dT%H:%i:%s'),
       DATE_FORMAT(updated_at, '%Y-%m-%dT%H:%i:%s.%f'), customers, failed_stage, failure_code, failure_message
     FROM run_states WHERE run_id = '${runId}'`,
  );
  return records?.[0]?.map((field) => field.stringValue ?? field.longValue ?? null);
}

test('a row says what the object says', async () => {
  const runId = runIdOf(next++);
  await write(statusOf(runId));
  const begun = ['raw/base.csv', '2026-11-22T09:00:10', '2026-11-22T09:00:11.250000'];
  expect(await storedRow(runId)).toEqual(['received', 0, ...begun, null, null, null, null]);
  const failure = { stage: 'clean', code: 'NOT_TEXT', message: `“;'--\n😀`, retryable: false } as const;
  await write(
    statusOf(runId, { state: 'failed', revision: 3, customers: 7, failure, sourceKey: 'raw/ü;.csv' }),
  );
  const [, received, updated] = begun;
  expect(await storedRow(runId)).toEqual([
    ...['failed', 3, 'raw/ü;.csv', received, updated, 7, 'clean', 'NOT_TEXT', failure.message],
  ]);
});

test('what comes late or twice changes nothing; in whatever order, at once, the last revision stays', async () => {
  const runId = runIdOf(next++);
  const revisions = RUN_STATES.map((state, revision) => statusOf(runId, { state, revision }));
  const latestFirst = [...revisions].reverse();
  await Promise.all([...latestFirst, ...revisions].map(write));
  expect((await storedRow(runId))?.slice(0, 2)).toEqual([RUN_STATES.at(-1), RUN_STATES.length - 1]);
  await write(revisions[2]!);
  expect((await storedRow(runId))?.slice(0, 2)).toEqual([RUN_STATES.at(-1), RUN_STATES.length - 1]);
});
