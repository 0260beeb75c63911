import { describe, expect, it } from 'vitest';
import { matchHeader } from '#core/cleaning/header.ts';
import { plansSchema } from './plans-schema.ts';

const FULL = ['client', 'gone', 'plan', 'city', 'months', 'fee', 'paid', 'score'];

describe('matchHeader', () => {
  it('finds columns exactly, then without regard to case, and lists the others', () => {
    const match = matchHeader(
      [' client ', 'GONE', 'Plan', 'plan', 'x', 'City', 'months', 'fee', 'paid', 'score', ''],
      plansSchema,
    );
    expect(match).toEqual({
      id: 0,
      label: 1,
      columns: [3, 5, 6, 7, 8, 9],
      ignored: ['Plan', 'x', '(column 11, no name)'],
    });
  });

  it('lets the label and the total charge be missing', () => {
    const match = matchHeader(
      FULL.filter((name) => name !== 'gone' && name !== 'paid'),
      plansSchema,
    );
    expect(match.label).toBeUndefined();
    expect(match.columns).toEqual([1, 2, 3, 4, undefined, 5]);
  });

  it('names everything that is missing, and counts two spellings as none', () => {
    const header = ['CLIENT', 'Client', 'gone', 'PLAN', 'months', 'fee'];
    expect(() => matchHeader(header, plansSchema)).toThrow(
      'lacks required columns: client, city, score. It has: CLIENT, Client, gone, PLAN, months, fee.',
    );
  });

  it('refuses repeated names, known or not, but not nameless columns', () => {
    expect(() => matchHeader([...FULL, 'x', ' x', 'fee'], plansSchema)).toThrow(
      expect.objectContaining({
        code: 'HEADER_DUPLICATE_COLUMNS',
        message: expect.stringContaining('x, fee'),
      }),
    );
    expect(matchHeader([...FULL, '', ''], plansSchema).ignored.length).toBe(2);
  });

  it('keeps its message short for a file without a header', () => {
    const header = Array.from({ length: 2000 }, (_, index) => `${index}`.repeat(100));
    const length = (() => {
      try {
        matchHeader(header, plansSchema);
      } catch (error) {
        return (error as Error).message.length;
      }
      return 0;
    })();
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(4000);
  });
});
