import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnswerCache } from '#platform/http/answer-cache.ts';

it('gives back what it was given, until it has no more room: then what was asked for longest ago goes', () => {
  const cache = new AnswerCache(2 * 4 * (1 + 10));
  for (const key of ['a', 'b', 'c', 'd']) cache.set(key, key.repeat(10));
  expect(cache.get('a')).toBe('aaaaaaaaaa');
  cache.set('e', 'e'.repeat(10));
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key)?.[0])).toEqual([
    'a',
    undefined,
    'c',
    'd',
    'e',
  ]);
});

it('replaces an answer, and leaves out one that would drive out most others', () => {
  const cache = new AnswerCache(100);
  cache.set('a', 'old');
  cache.set('a', 'new');
  expect([cache.get('a'), cache.bytes]).toEqual(['new', 8]);
  cache.set('big', 'x'.repeat(30));
  expect([cache.get('big'), cache.get('a')]).toEqual([undefined, 'new']);
  cache.set('a', 'x'.repeat(30));
  expect([cache.get('a'), cache.bytes]).toEqual([undefined, 0]);
});

it('never takes more than its bytes, and has only what was given last under a key', () => {
  const entry = fc.tuple(fc.integer({ min: 0, max: 9 }).map(String), fc.string({ maxLength: 30 }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const cache = new AnswerCache(200);
      const given = new Map<string, string>();
      for (const [key, answer] of entries) {
        cache.set(key, answer);
        given.set(key, answer);
        const kept = [...given].filter(([one]) => cache.get(one) !== undefined);
        for (const [one, last] of kept) expect(cache.get(one)).toBe(last);
        expect(cache.bytes).toBe(kept.reduce((sum, [one, last]) => sum + 2 * (one.length + last.length), 0));
        expect(cache.bytes).toBeLessThanOrEqual(200);
      }
    }),
  );
});
