import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { LocalProcess, processesOf } from './local-process.ts';
import { synthesizeSmallApp } from './small-app.ts';

let folder: string;
let state: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'failing-start-'));
  state = join(folder, 'state');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
});

const startWith = (cdkOut: string, ...args: string[]) =>
  new LocalProcess(state, 'start', '--no-sample', '--port-base', '0', '--cdk-out', cdkOut, ...args);

it('stops before anything is started at a resource type that nobody knows, and names it', async () => {
  const runner = startWith(synthesizeSmallApp(folder, { greeting: 'x', unknownType: 'AWS::Fleet::Car' }));
  expect(await runner.end()).toBe(1);
  expect(runner.output).toContain(
    'AWS::Fleet::Car (Unknown) is a type of resource that the local cloud does not run.',
  );
  expect(readdirSync(state)).not.toContain('s3');
});

it('stops with the message of a trigger that fails, and stops what was started', async () => {
  const runner = startWith(synthesizeSmallApp(folder, { greeting: 'fail' }));
  expect(await runner.end()).toBe(1);
  expect(runner.output).toMatch(/Custom::Trigger Greet.*: there is nobody to greet/);
  expect(processesOf(state)).toEqual([]);
  expect(runner.stackFile()?.status).toBe('stopped');
});

it.each([
  ['--rows', '0'],
  ['--port-base', '-1'],
  ['--unknown', '1'],
])('says what is wrong with %s %s', async (name, value) => {
  const runner = new LocalProcess(state, 'start', `${name}=${value}`);
  expect(await runner.end()).toBe(1);
  expect(runner.output).toContain(name);
  expect(runner.output).toContain('usage: npm start');
});

it('says in one line that there is nothing to run', async () => {
  const runner = startWith(join(folder, 'nowhere'));
  expect(await runner.end()).toBe(1);
  expect(runner.output).toMatch(/nowhere\/manifest.json cannot be read/);
});

it('ends in good order when it is stopped while it starts', async () => {
  const runner = startWith(synthesizeSmallApp(folder, { greeting: 'x' }));
  while (!runner.output.includes('starting'))
    await new Promise((resolve) => runner.child.stdout?.once('data', resolve));
  expect(await runner.end('SIGTERM')).toBe(0);
  expect(processesOf(state)).toEqual([]);
});

it('does not empty a folder that is not of the local cloud', async () => {
  mkdirSync(state);
  writeFileSync(join(state, 'letter.txt'), 'dear');
  const reset = new LocalProcess(state, 'reset');
  expect(await reset.end()).toBe(1);
  expect(reset.output).toContain('left alone');
  expect(readdirSync(state)).toEqual(['letter.txt']);
});
