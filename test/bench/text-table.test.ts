import { describe, expect, it } from 'vitest';
import { duration, textTable } from '../../bench/text-table.ts';

describe('textTable', () => {
  it('aligns the first column to the left and the others to the right', () => {
    expect(
      textTable([
        ['', 'fit', 'load'],
        ['forest', '1 ms'],
        ['lr', '12 ms', '3'],
      ]),
    ).toBe(['          fit  load', 'forest   1 ms', 'lr      12 ms     3'].join('\n'));
  });

  it('is empty without rows', () => {
    expect(textTable([])).toBe('');
  });
});

describe('duration', () => {
  it.each([
    [0.4249, '0.42 ms'],
    [9.994, '9.99 ms'],
    [84.6, '85 ms'],
    [1234, '1.23 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
