import { describe, expect, it } from 'vitest';
import { inTurns, timed, timedAsync } from '../../bench/timing.ts';

describe('inTurns', () => {
  it('lets one begin only when the one before has finished, round by round', async () => {
    const events: string[] = [];
    const contestant = (name: string) => async () => {
      events.push(`${name} begins`);
      await new Promise(setImmediate);
      events.push(`${name} ends`);
      return `${name}${events.length}`;
    };
    const results = await inTurns([contestant('a'), contestant('b')], 2);
    const round = ['a begins', 'a ends', 'b begins', 'b ends'];
    expect(events).toEqual([...round, ...round]);
    expect(results).toEqual([
      ['a2', 'a6'],
      ['b4', 'b8'],
    ]);
  });
});

describe('timed and timedAsync', () => {
  it('give what the work gave and a time', async () => {
    expect(timed(() => 7)).toEqual({ result: 7, ms: expect.any(Number) });
    expect(await timedAsync(async () => 7)).toEqual({ result: 7, ms: expect.any(Number) });
  });

  it('count until the promise is fulfilled', async () => {
    const { ms } = await timedAsync(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(ms).toBeGreaterThan(10);
  });

  it('pass errors on', async () => {
    const fail = () => {
      throw new Error('no');
    };
    expect(() => timed(fail)).toThrow('no');
    await expect(timedAsync(async () => fail())).rejects.toThrow('no');
  });
});
