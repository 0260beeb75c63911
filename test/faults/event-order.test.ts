import { setImmediate as tick } from 'node:timers/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CHAMPION_KEY } from '#core/lake/keys.ts';
import { isTerminal } from '#core/lake/run-status.ts';
import { chance, permutations } from './support/chance.ts';
import { createFaultyLake, type FaultyLake } from './support/faulty-lake.ts';
import { FAULT_KINDS } from './support/sabotage.ts';
import { publishedLake, smallCsv } from './support/small-base.ts';

vi.hoisted(() => {
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
  process.env.CODE_VERSION = 'test';
});
vi.mock('#core/training/train-champion.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('#core/training/train-champion.ts')>();
  const { trainingOnce } = await import('./support/quick-training.ts');
  return { ...original, trainChampion: trainingOnce(original.trainChampion) };
});

const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1);

let published: FaultyLake;
beforeAll(async () => {
  published = await publishedLake();
});

const states = async (lake: FaultyLake) => (await lake.runs()).map(({ state }) => state);

describe('events that come twice', () => {
  it.each(SEEDS)('at once, their operations mixed (%i)', async (seed) => {
    const next = chance(seed);
    const pause = async () => {
      // Now and then one of them falls far behind the other.
      for (let ticks = next(12) === 0 ? 100 : next(4); ticks > 0; ticks--) await tick();
    };
    const lake = createFaultyLake({ like: published, pause });
    await lake.upload('second.csv', smallCsv(2));
    await lake.cloud.settleTwiceAtOnce();
    expect(await lake.runs()).toMatchObject([
      { state: 'published' },
      { state: 'published', failure: null, attempts: 0 },
    ]);
    expect(lake.insights.published).toHaveLength(2);
    expect([...lake.sights, ...lake.cloud.deadLetters]).toEqual([]);
  });

  it('to training, of which one goes on when the other has ended: the first model stays', async () => {
    const { promise: decided, resolve: tellDecided } = Promise.withResolvers<void>();
    let trainings = 0;
    const pause = async (operation: string) => {
      if (operation === `after write ${CHAMPION_KEY}`) tellDecided();
      if (/^before read features.*customer_features/.test(operation) && ++trainings === 2) await decided;
    };
    const lake = createFaultyLake({ like: published, pause });
    await lake.upload('second.csv', smallCsv(2));
    await lake.cloud.settleTwiceAtOnce();
    expect((await lake.runs()).at(-1)).toMatchObject({ state: 'published', failure: null });
    expect(lake.operations.filter((name) => /^write.*model.onnx/.test(name))).toHaveLength(2);
    expect([...lake.sights, ...lake.cloud.deadLetters]).toEqual([]);
  });

  it('long after the run was published, in every order', async () => {
    const once = createFaultyLake({ like: published });
    await once.upload('second.csv', smallCsv(2));
    await once.cloud.settle();
    const events = [...once.cloud.sent];
    expect(events.map(({ stage }) => stage)).toEqual(['ingest', 'clean', 'features', 'train', 'score']);
    const before = await once.runs();
    for (const order of permutations(events)) {
      const lake = createFaultyLake({ like: once });
      for (const event of order) lake.cloud.send(event);
      await lake.cloud.settle();
      expect(await lake.runs()).toEqual(before);
      expect([...lake.sights, ...lake.cloud.deadLetters]).toEqual([]);
    }
  });
});

describe('two uploads at a time', () => {
  it.each(SEEDS)(
    'in any order: the newer one is published, and both runs come to an end (%i)',
    async (seed) => {
      const next = chance(seed);
      const lake = createFaultyLake({ like: published });
      await lake.upload('older.csv', smallCsv(2));
      await lake.upload('newer.csv', smallCsv(3));
      await lake.cloud.settle(next);
      const [, older, newer] = await states(lake);
      expect(newer).toBe('published');
      expect(['published', 'superseded']).toContain(older);
      expect([...lake.sights, ...lake.cloud.deadLetters]).toEqual([]);
    },
  );

  it.each(SEEDS)('of which one meets a fault somewhere, and events come twice (%i)', async (seed) => {
    const next = chance(1000 + seed);
    const fault = { at: next(150), kind: FAULT_KINDS[next(FAULT_KINDS.length)]! };
    const lake = createFaultyLake({ like: published, fault });
    await lake.upload('older.csv', smallCsv(2));
    await lake.upload('newer.csv', smallCsv(3));
    for (const event of [...lake.cloud.sent]) lake.cloud.send(event);
    await lake.cloud.settle(next);
    const runs = await lake.runs();
    expect(runs.at(-1)).toMatchObject({ state: 'published', failure: null });
    expect(runs.filter(({ state }) => !isTerminal(state))).toEqual([]);
    expect([...lake.sights, ...lake.cloud.deadLetters]).toEqual([]);
  });
});
