import { beforeEach, describe, expect, it } from 'vitest';
import type { RunStatus } from '#core/lake/run-status.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { startScoring } from '../../functions/score-start/start-scoring.ts';
import { createMemoryObjectStore } from '../support/memory-object-store.ts';

const runId = '20261122T090010Z-3f9a01bc';
const trained: RunStatus = {
  ...{ runId, state: 'training', sourceKey: 'raw/base.csv', contentSha256: '3f9a01bc', bytes: 10 },
  ...{ receivedAt: '2026-11-22T09:00:10.000Z', updatedAt: '2026-11-22T09:00:10.000Z', attempts: 0 },
  ...{ failure: null, customers: 7, rejectedRows: 0, modelVersion: null },
};

/** A lake whose run has its champion and waits for its scoring. */
function newLake() {
  const store = createMemoryObjectStore();
  return { store, ledger: createRunLedger(store) };
}
let lake: ReturnType<typeof newLake>;
beforeEach(async () => {
  lake = newLake();
  const champion = { modelVersion: `m-${runId}`, runId, decidedAt: '2026-11-22T09:00:20.000Z' };
  await lake.store.write('models/champion.json', JSON.stringify(champion), {
    contentType: 'application/json',
  });
  await lake.ledger.open(trained);
});

describe('starting', () => {
  /** Executions by name, the given ones ended. */
  function executions(...ended: string[]) {
    const started: string[] = [];
    return {
      started,
      async start(name: string) {
        if (ended.includes(name)) return 'ended' as const;
        started.push(name);
        return 'under way' as const;
      },
    };
  }
  const begin = (of: ReturnType<typeof executions>) => startScoring({ ...lake, executions: of }, () => {});
  const nameOf = (attempt: number) => `${runId}-m-${runId}-${attempt}`;

  it('gives events that come twice one name, and the attempt after a failed one the next', async () => {
    const first = executions();
    await Promise.all([begin(first), begin(first)]);
    expect(first.started).toEqual([nameOf(1), nameOf(1)]);
    const third = executions(nameOf(1), nameOf(2));
    await begin(third);
    expect(third.started).toEqual([nameOf(3)]);
  });

  it.each(['published', 'superseded'] as const)('nothing for a run that is %s', async (state) => {
    await lake.ledger.advance(runId, state);
    const none = executions();
    await begin(none);
    expect(none.started).toEqual([]);
  });

  it('goes on with a failed run, and does nothing without a champion', async () => {
    await lake.ledger.giveUp(runId, { stage: 'score', code: 'X', message: 'no', retryable: true });
    const again = executions(nameOf(1));
    await begin(again);
    expect(again.started).toEqual([nameOf(2)]);
    lake.store.objects.delete('models/champion.json');
    await begin(again);
    expect(again.started).toHaveLength(1);
  });

  it('gives up after a thousand attempts', async () => {
    await expect(
      startScoring({ ...lake, executions: { start: async () => 'ended' as const } }, () => {}),
    ).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED' });
  });
});
