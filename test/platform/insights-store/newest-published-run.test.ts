import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runStatusKey } from '#core/lake/keys.ts';
import type { RunState } from '#core/lake/run-status.ts';
import { NewestPublishedRun } from '#platform/insights-store/newest-published-run.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';
import { runIdOf } from './store-rig.ts';

function ledgerOf() {
  const store = createMemoryObjectStore();
  const read: string[] = [];
  const counted = {
    ...store,
    readText: (key: string) => {
      read.push(key);
      return store.readText(key);
    },
  };
  const put = (number: number, state: RunState) => {
    const runId = runIdOf(number);
    const origin = {
      runId,
      sourceKey: 'raw/a.csv',
      contentSha256: 'ab',
      bytes: 1,
      receivedAt: '',
      updatedAt: '',
    };
    const rest = { attempts: 0, failure: null, customers: null, rejectedRows: null, modelVersion: null };
    const text = JSON.stringify({ ...origin, state, ...rest });
    return store.write(runStatusKey(runId), text, { contentType: 'application/json' });
  };
  return { put, read, published: new NewestPublishedRun(counted) };
}

it('is none before the first, and then the newest that is published', async () => {
  const { put, published } = ledgerOf();
  expect(await published.find()).toBeUndefined();
  await put(1, 'failed');
  await put(2, 'scoring');
  expect(await published.find()).toBeUndefined();
  await put(2, 'published');
  await put(4, 'published');
  await put(5, 'superseded');
  await put(6, 'training');
  expect(await published.find()).toBe(runIdOf(4));
  await put(5, 'published');
  expect(await published.find()).toBe(runIdOf(5));
});

it('looks at no run again that is older than the one it knows', async () => {
  const { put, read, published } = ledgerOf();
  for (let number = 1; number <= 40; number += 1) await put(number, 'published');
  await published.find();
  read.length = 0;
  await put(41, 'scoring');
  expect(await published.find()).toBe(runIdOf(40));
  expect(read).toEqual([runStatusKey(runIdOf(41))]);
});

it('finds it behind more runs than one listing gives, and behind many that failed', async () => {
  const { put, published } = ledgerOf();
  await put(1, 'published');
  for (let number = 2; number <= 2100; number += 1) await put(number, 'failed');
  expect(await published.find()).toBe(runIdOf(1));
  await put(2101, 'published');
  expect(await published.find()).toBe(runIdOf(2101));
});

it('follows the ledger as the database’s pointer does, which only ever moves to newer runs', async () => {
  const publication = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.array(publication, { maxLength: 30 }), async (publications) => {
      const { put, published } = ledgerOf();
      let pointer: number | undefined;
      for (const [number, succeeds] of publications) {
        if (number === pointer) continue;
        const passes = succeeds && (pointer === undefined || number > pointer);
        if (passes) pointer = number;
        await put(number, passes ? 'published' : 'superseded');
        expect(await published.find()).toBe(pointer === undefined ? undefined : runIdOf(pointer));
      }
    }),
    { numRuns: 50 },
  );
});
