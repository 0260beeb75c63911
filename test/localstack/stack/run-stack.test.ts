import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reservePort } from '../../../localstack/stack/reserved-port.ts';
import { runStack } from '../../../localstack/stack/run-stack.ts';
import { stateCredentials } from '../../../localstack/stack/stack-file.ts';
import { liveHolderOf, lockState, StateInUseError } from '../../../localstack/stack/state-lock.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'churn-stack-'));
  folders.push(folder);
  return folder;
}

/** A cdk.out folder of one stack with these resources. */
function cdkOutOf(resources: Readonly<Record<string, unknown>>): string {
  const folder = newFolder();
  const write = (file: string, value: unknown) => writeFileSync(join(folder, file), JSON.stringify(value));
  write('manifest.json', {
    artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' } } },
  });
  write('S.template.json', { Resources: resources });
  write('S.assets.json', { files: {} });
  return folder;
}

describe('a template', () => {
  it('with a resource that nobody knows is refused by type and name, before anything starts', async () => {
    const stateDirectory = newFolder();
    const cdkOut = cdkOutOf({ Bucket: { Type: 'AWS::S3::Bucket' }, Car: { Type: 'AWS::Fleet::Car' } });
    const options = { cdkOut, stateDirectory, databaseCache: newFolder(), log: () => {} };
    await expect(runStack(options)).rejects.toThrow('AWS::Fleet::Car (Car)');
    expect(() => statSync(join(stateDirectory, 's3'))).toThrow();
  });
});

describe('the lock of a state folder', () => {
  it('lets one runner in, and the next when it has gone', async () => {
    const folder = newFolder();
    const unlock = await lockState(folder);
    await expect(lockState(folder)).rejects.toThrow(StateInUseError);
    expect(await liveHolderOf(folder)).toBe(process.pid);
    await unlock();
    expect(await liveHolderOf(folder)).toBeUndefined();
    await (await lockState(folder))();
  });

  it.each(['999999999\n', `${process.pid}\n12345\n`, '', 'rubbish'])(
    'of a runner that was killed is taken over: %j',
    async (left) => {
      const folder = newFolder();
      writeFileSync(join(folder, 'runner.lock'), left);
      await (await lockState(folder))();
    },
  );
});

describe('credentials', () => {
  it('are made once for a folder and readable by its owner alone', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    const first = await stateCredentials(folder);
    expect(await stateCredentials(folder)).toEqual(first);
    expect(await stateCredentials(newFolder())).not.toEqual(first);
    expect(statSync(join(folder, 'credentials.json')).mode & 0o077).toBe(0);
    expect(readFileSync(join(folder, 'credentials.json'), 'utf8')).toContain(first.secretAccessKey);
  });
});

describe('a port', () => {
  it('is another one where the preferred is taken, and is kept until it is released', async () => {
    const taken = await reservePort('127.0.0.1', 0);
    const other = await reservePort('127.0.0.1', taken.port);
    expect(other.port).not.toBe(taken.port);
    await taken.release();
    await new Promise<void>((listening, failed) => {
      const server = createServer().once('error', failed);
      server.listen(taken.port, '127.0.0.1', () => server.close(() => listening()));
    });
    await other.release();
  });
});
