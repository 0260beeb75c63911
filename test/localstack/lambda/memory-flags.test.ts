import { expect, test } from 'vitest';
import { memoryFlags } from '../../../localstack/lambda/function-process.ts';

test('nine tenths of the memory are for old objects, a twentieth for half of the new ones', () => {
  expect(memoryFlags(1769)).toEqual(['--max-old-space-size=1592', '--max-semi-space-size=88']);
  expect(memoryFlags(1769, '--enable-source-maps')).toHaveLength(2);
});

test.each(['--max-semi-space-size=16', '--max_old_space_size=900'])(
  'a function that says %s itself is told neither',
  (option) => {
    expect(memoryFlags(1769, `--enable-source-maps ${option}`)).toEqual([]);
  },
);
