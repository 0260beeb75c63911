import { expect, it } from 'vitest';
import { entityTagOf, namesTag } from '#platform/http/entity-tag.ts';

it('is the same for equal parts, another for others, and fit for a header', () => {
  expect(entityTagOf(['v1', 'run', { a: 1 }])).toBe(entityTagOf(['v1', 'run', { a: 1 }]));
  expect(entityTagOf(['v1', 'run'])).not.toBe(entityTagOf(['v1', 'run', '']));
  expect(entityTagOf(['v1r', 'un'])).not.toBe(entityTagOf(['v1', 'run']));
  expect(entityTagOf(['"\r\n'])).toMatch(/^"[\w-]{27}"$/);
});

it.each<[string | undefined, boolean]>([
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", W/"abc" , "y"', true],
  ['"x","ab"', false],
  ['abc', false],
  ['*', false],
  ['', false],
  [undefined, false],
])('is named by If-None-Match %s: %s', (header, isNamed) => {
  expect(namesTag(header, '"abc"')).toBe(isNamed);
});
