import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Semaphore } from '../../../localstack/lambda/semaphore.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Asks for a permit and tells when it is there. */
function caller(semaphore: Semaphore): { in: boolean } {
  const state = { in: false };
  void semaphore.acquire().then(() => {
    state.in = true;
  });
  return state;
}

const callers = (semaphore: Semaphore, count: number) =>
  Array.from({ length: count }, () => caller(semaphore));
const inside = (states: readonly { readonly in: boolean }[]) => states.map((state) => state.in);
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test('so many get in as are ready; the others follow in their order', async () => {
  const semaphore = new Semaphore({ ready: 2 });
  const states = callers(semaphore, 4);
  await settle(10_000);
  expect(inside(states)).toEqual([true, true, false, false]);
  expect([semaphore.available, semaphore.waiting]).toEqual([false, 2]);
  semaphore.release();
  await settle();
  expect(inside(states)).toEqual([true, true, true, false]);
});

test('one that waits too long opens room beyond those, the first in line first, up to the most', async () => {
  const semaphore = new Semaphore({ ready: 1, most: 3, patienceMs: 100 });
  const states = callers(semaphore, 2);
  await settle(99);
  states.push(...callers(semaphore, 3));
  expect(inside(states)).toEqual([true, false, false, false, false]);
  await settle(1);
  expect(inside(states)).toEqual([true, true, false, false, false]);
  await settle(98);
  expect(inside(states)).toEqual([true, true, false, false, false]);
  await settle(10_000);
  expect(inside(states)).toEqual([true, true, true, false, false]);
});

test('of many that wait together one opens room, the next after as long a wait', async () => {
  const semaphore = new Semaphore({ ready: 1, most: 4, patienceMs: 100 });
  const states = callers(semaphore, 6);
  const counts: number[] = [];
  for (let round = 0; round < 6; round++) {
    await settle(100);
    counts.push(inside(states).filter(Boolean).length);
  }
  expect(counts.slice(0, 2)).toEqual([2, expect.toSatisfy((count: number) => count <= 3)]);
  expect(counts.at(-1)).toBe(4);
});

test('whoever gets a permit in time opens no room', async () => {
  const semaphore = new Semaphore({ ready: 1, most: 2, patienceMs: 100 });
  const states = callers(semaphore, 2);
  await settle(60);
  semaphore.release();
  await settle();
  states.push(caller(semaphore));
  await settle(60);
  expect(inside(states)).toEqual([true, true, false]);
});

test('room that was opened closes when nobody waits, and can be opened again', async () => {
  const semaphore = new Semaphore({ ready: 1, most: 2, patienceMs: 100 });
  for (let round = 0; round < 2; round++) {
    const states = callers(semaphore, 3);
    await settle(250);
    expect(inside(states)).toEqual([true, true, false]);
    for (const _ of states) semaphore.release();
    await settle();
    expect([inside(states), semaphore.available, semaphore.waiting]).toEqual([[true, true, true], true, 0]);
    const later = callers(semaphore, 2);
    await settle(50);
    expect(inside(later)).toEqual([true, false]);
    semaphore.release();
    semaphore.release();
    await settle();
  }
});

test('with nothing ready and no room nobody gets in', async () => {
  const semaphore = new Semaphore({ ready: 0, patienceMs: 1 });
  const states = callers(semaphore, 1);
  await settle(10_000);
  expect(inside(states)).toEqual([false]);
});
