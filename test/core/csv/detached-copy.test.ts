import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { detachedCopy } from '#core/csv/detached-copy.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('keeps the text and not the block it was cut from', () => {
  const decoder = new TextDecoder();
  const block = () => decoder.decode(new Uint8Array(128 * 1024).fill(120));
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 500 }, () => detachedCopy(block().slice(1000, 1030)));
  collectGarbage();
  const grownMb = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
  expect(new Set(kept)).toEqual(new Set(['x'.repeat(30)]));
  expect(grownMb).toBeLessThan(16);
});
