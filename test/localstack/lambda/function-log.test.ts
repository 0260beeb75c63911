import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { FunctionLog } from '../../../localstack/lambda/function-log.ts';
import { testCloud } from './test-cloud.ts';

test('a full log moves aside once, and both files stay within the cap', async () => {
  const { context } = await testCloud();
  const path = join(context.stateDirectory, 'logs', 'f.log');
  const log = new FunctionLog(path, expect.fail, 1_000);
  for (let n = 0; n < 60; n++) await log.write('0123abcd', [`line ${n}`]);
  const [now, before] = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.1`, 'utf8')]);
  expect(Math.max(now.length, before.length)).toBeLessThanOrEqual(1_000);
  const kept = (before + now).trim().split('\n');
  expect(kept.at(-1)).toMatch(/Z \[0123abcd\] line 59$/);
  expect(kept.at(0)).toMatch(new RegExp(`line ${60 - kept.length}$`));
});

test('lines written together keep their order and the cap, as if each were written alone', async () => {
  const { context } = await testCloud();
  const path = join(context.stateDirectory, 'f.log');
  const log = new FunctionLog(path, expect.fail, 1_000);
  await Promise.all(Array.from({ length: 60 }, (_, n) => log.write(`instance${n % 3}`, [`line ${n}`])));
  const [now, before] = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.1`, 'utf8')]);
  expect(Math.max(now.length, before.length)).toBeLessThanOrEqual(1_000);
  const kept = (before + now).trim().split('\n');
  const first = 60 - kept.length;
  expect(kept.map((line) => line.slice(25))).toEqual(
    kept.map((_, n) => `[instance${(first + n) % 3}] line ${first + n}`),
  );
  await log.write('later', ['a line longer than the cap: '.padEnd(1_200, 'x')]);
  expect(await readFile(path, 'utf8')).toMatch(/^\S+ \[later\] a line longer than the cap: x+\n$/);
});

test('a log continues in the file of an earlier run', async () => {
  const { context } = await testCloud();
  const path = join(context.stateDirectory, 'f.log');
  await new FunctionLog(path, expect.fail).write('a', ['one']);
  await new FunctionLog(path, expect.fail).write('b', ['two']);
  expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2);
});

test('output is split into lines across chunks and characters, and endless lines are cut', async () => {
  const { context } = await testCloud();
  const path = join(context.stateDirectory, 'f.log');
  const euro = Buffer.from('€');
  const chunks = [
    Buffer.from('one\ntw'),
    Buffer.from('o '),
    euro.subarray(0, 1),
    euro.subarray(1),
    Buffer.from('\nx'),
  ];
  await new FunctionLog(path, expect.fail).copy('a', Readable.from(chunks, { objectMode: false }));
  expect(await readFile(path, 'utf8')).toMatch(/^\S+ \[a\] one\n\S+ \[a\] two €\n\S+ \[a\] x\n$/);
  const long = Readable.from([Buffer.alloc(1024 * 1024, 'y')], { objectMode: false });
  await new FunctionLog(`${path}.long`, expect.fail).copy('a', long);
  expect((await readFile(`${path}.long`, 'utf8')).length).toBeLessThan(300 * 1024);
});

test('a log that cannot be written is reported and does not throw', async () => {
  const { context } = await testCloud();
  const path = join(context.stateDirectory, 'folder');
  await mkdir(path);
  const warnings: string[] = [];
  await new FunctionLog(path, (message) => warnings.push(message)).write('a', ['one']);
  expect(warnings).toEqual([expect.stringMatching(/folder cannot be written: EISDIR/)]);
});
