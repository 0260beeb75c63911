import { describe, expect, it } from 'vitest';
import { decideChampion, findChampion } from '#platform/model/champion-pointer.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';

const decidedAt = '2026-11-22T10:00:00.000Z';
const older = { modelVersion: 'm-older', runId: '20261122T090010Z-3f9a01bc', decidedAt };
const newer = { modelVersion: 'm-newer', runId: '20261122T090011Z-00000000', decidedAt };

describe('champion pointer', () => {
  it('keeps the decision on the newest run, whichever training ends last', async () => {
    const store = createMemoryObjectStore();
    expect(await decideChampion(store, newer)).toEqual({ decided: newer });
    expect(await decideChampion(store, older)).toBe('overtaken');
    expect(await findChampion(store)).toEqual(newer);
  });

  it('names the run that it overtook, also when the decision is made again', async () => {
    const store = createMemoryObjectStore();
    await decideChampion(store, older);
    const decided = { ...newer, overtook: older.runId };
    expect(await decideChampion(store, newer)).toEqual({ decided });
    expect(await decideChampion(store, newer)).toEqual({ decided });
    expect(await findChampion(store)).toEqual(decided);
  });

  it('keeps the newest run of many that decide at once', async () => {
    const store = createMemoryObjectStore();
    await Promise.all([older, newer, older, newer].map((decision) => decideChampion(store, decision)));
    expect((await findChampion(store))?.modelVersion).toBe('m-newer');
  });
});
