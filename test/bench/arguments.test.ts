import { describe, expect, it } from 'vitest';
import { ChurnError } from '#core/errors.ts';
import { namesOf, wholeNumber } from '../../bench/arguments.ts';

describe('wholeNumber', () => {
  it('reads digits', () => {
    expect(wholeNumber('--rows', '0')).toBe(0);
    expect(wholeNumber('--rows', '1000000', 1)).toBe(1_000_000);
  });

  it.each([
    [undefined, 0, '--runs must be a whole number.'],
    ['ten', 0, '--runs must be a whole number, not "ten".'],
    ['-1', 0, '--runs must be a whole number, not "-1".'],
    ['1.5', 0, '--runs must be a whole number, not "1.5".'],
    ['0', 1, '--runs must be a whole number of at least 1, not "0".'],
    ['9'.repeat(16), 0, `--runs must be a whole number, not "${'9'.repeat(16)}".`],
  ])('refuses %j where at least %i is wanted', (text, min, message) => {
    expect(() => wholeNumber('--runs', text, min)).toThrow(new ChurnError('ARGUMENT_INVALID', message));
  });
});

describe('namesOf', () => {
  it('gives each name once, in the order of those allowed', () => {
    expect(namesOf('--only', 'c, a,c', ['a', 'b', 'c'])).toEqual(['a', 'c']);
  });

  it.each([
    ['d', '"d"'],
    ['a,', '""'],
    ['', '""'],
  ])('refuses %j', (text, unknown) => {
    const message = `--only knows a, b, not ${unknown}.`;
    expect(() => namesOf('--only', text, ['a', 'b'])).toThrow(new ChurnError('ARGUMENT_INVALID', message));
  });
});
