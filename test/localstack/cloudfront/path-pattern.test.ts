import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesPath, objectKey } from '../../../localstack/cloudfront/path-pattern.ts';

test.each([
  ['*', '/', true],
  ['*', '/a/b', true],
  ['/api/*', '/api/kpis', true],
  ['api/*', '/api/', true],
  ['/api/*', '/api', false],
  ['/api/*', '/API/kpis', false],
  ['/api/*', '/x/api/kpis', false],
  ['*.js', '/assets/a.js', true],
  ['*.js', '/assets/ajs', false],
  ['/a?c', '/abc', true],
  ['/a?c', '/ac', false],
  ['/a?c', '/abbc', false],
  ['/a/*/z', '/a/b/c/z', true],
  ['/(a|b)', '/a', false],
])('the pattern %s on %s: %s', (pattern, path, expected) => {
  expect(matchesPath(pattern, path)).toBe(expected);
});

test.each([
  '/../x',
  '/a/../../x',
  '/%2e%2e/x',
  '/a/%2E%2E',
  '/.',
  '/a\\..\\b',
  '/%5c',
  '/a%00',
  '//etc',
  '/%2fetc',
  '/%',
])('the path %s stands for no key', (path) => expect(objectKey(path)).toBeUndefined());

test('a key, taken for a file name, never leaves its folder', () => {
  const piece = fc.constantFrom('..', '.', '/', '%2e', '%2f', '%5c', '\\', 'a', '%00', '%25', '%');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const key = objectKey(`/${pieces.join('')}`);
      if (key === undefined) return;
      expect(`${resolve('/site', key)}${sep}`.startsWith('/site/')).toBe(true);
    }),
  );
  expect(objectKey('/assets/a%20b.c..js')).toBe('assets/a b.c..js');
});
