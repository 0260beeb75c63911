import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalProcess, objectsOf, processesOf, type StackFile } from './local-process.ts';
import { synthesizeSmallApp } from './small-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'local-cloud-app-'));
const state = join(folder, 'state');
const cdkOut = join(folder, 'cdk.out');
let runner: LocalProcess;
let stack: StackFile;

const newRunner = (...args: string[]) =>
  new LocalProcess(state, 'start', '--no-sample', '--port-base', '0', '--cdk-out', cdkOut, ...args);
async function start(): Promise<void> {
  runner = newRunner();
  stack = await runner.ready();
}

beforeAll(async () => {
  synthesizeSmallApp(folder, { greeting: 'hello' });
  await start();
});
afterAll(async () => {
  await runner.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('a running cloud', () => {
  it('says in stack.json, to its owner alone, where it is', async () => {
    const local = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(stack).toEqual({
      status: 'ready',
      endpoint: local,
      region: 'us-east-1',
      credentials: { accessKeyId: expect.stringMatching(/^AKIA/), secretAccessKey: expect.any(String) },
      bucket: expect.stringMatching(/^small-data/),
      apiUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api$/),
      dashboardUrl: local,
      token: '',
      dataApi: null,
      pid: runner.child.pid,
    });
    for (const file of ['stack.json', 'credentials.json']) {
      expect(statSync(join(state, file)).mode & 0o777).toBe(0o600);
    }
    await expect.poll(() => runner.output).toContain(stack.dashboardUrl);
  });

  it('has called the trigger while it started', async () => {
    expect(await objectsOf(stack).read('greeting.txt')).toBe('hello');
  });

  it('takes an object through its function, whatever its name', async () => {
    const objects = objectsOf(stack);
    await objects.put('in/größe 1+2.txt', 'words');
    expect(await objects.read('out/größe 1+2.txt')).toBe('WORDS');
  });

  it('keeps the event of a call that failed for good in the dead-letter queue', async () => {
    await objectsOf(stack).put('in/poison.txt', 'x');
    const queues = join(state, 'sqs');
    const letters = () =>
      existsSync(queues)
        ? readdirSync(queues, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))
        : [];
    while (letters().length === 0) await sleep(20);
    expect(readFileSync(join(queues, letters()[0] ?? ''), 'utf8')).toContain('in/poison.txt');
  });

  it('answers by the API and, the same, by the distribution; the function has its layer', async () => {
    const answer = { path: '/api/some/thing', word: 'layered' };
    expect(await (await fetch(`${stack.apiUrl}/some/thing`)).json()).toEqual(answer);
    expect(await (await fetch(`${stack.dashboardUrl}/api/some/thing`)).json()).toEqual(answer);
  });

  it('serves the deployed files with their types and cache rules', async () => {
    const page = await fetch(stack.dashboardUrl);
    expect(await page.text()).toBe('<html>small</html>');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('cache-control')).toBe('max-age=300');
    const script = await fetch(`${stack.dashboardUrl}/assets/app.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${stack.dashboardUrl}/none.js`)).status).toBe(403);
  });

  it('lets no second runner and no reset touch its folder', async () => {
    for (const other of [newRunner(), new LocalProcess(state, 'reset')]) {
      expect(await other.end()).toBe(1);
      expect(other.output).toContain(`in use by process ${runner.child.pid}`);
    }
    expect(runner.stackFile()?.status).toBe('ready');
  });
});

describe('an end', () => {
  it('by SIGTERM leaves no process; the next start finds what was kept, at the same names', async () => {
    const before = stack;
    await objectsOf(stack).put('kept.txt', 'kept');
    expect(await runner.end('SIGTERM')).toBe(0);
    expect(processesOf(state)).toEqual([]);
    expect(runner.stackFile()?.status).toBe('stopped');
    await start();
    expect(await objectsOf(stack).read('kept.txt')).toBe('kept');
    expect({ ...stack, credentials: before.credentials }).toMatchObject({ bucket: before.bucket });
    expect(stack.credentials).toEqual(before.credentials);
  });

  it('by Ctrl-C, which npm sends a second time, is a good end as well', async () => {
    expect(await runner.end('SIGINT', 'SIGINT')).toBe(0);
    expect(runner.output).toContain('stopped');
    expect(processesOf(state)).toEqual([]);
    await start();
  });

  it('of the terminal is a good end as well', async () => {
    runner.closeOutput();
    expect(await runner.end('SIGHUP')).toBe(0);
    expect(processesOf(state)).toEqual([]);
    expect(runner.stackFile()?.status).toBe('stopped');
    await start();
  });

  it('by kill -9 hinders no later start, which works off what was left', async () => {
    await objectsOf(stack).put('in/late.txt', 'late');
    await runner.end('SIGKILL');
    const upload = new LocalProcess(state, 'upload', join(folder, 'site/index.html'));
    expect(await upload.end()).toBe(1);
    expect(upload.output).toContain('not running');
    await start();
    expect(await objectsOf(stack).read('out/late.txt')).toBe('LATE');
  });

  it('lets reset empty the folder', async () => {
    await runner.end('SIGTERM');
    const reset = new LocalProcess(state, 'reset');
    expect(await reset.end()).toBe(0);
    expect(readdirSync(state).filter((name) => !name.startsWith('runner.'))).toEqual([]);
  });
});
