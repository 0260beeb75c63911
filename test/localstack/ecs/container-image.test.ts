import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readContainerImage } from '../../../localstack/ecs/container-image.ts';

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'image-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

async function imageOf(...lines: string[]) {
  const directory = await folder();
  await writeFile(join(directory, 'Dockerfile'), lines.join('\n'));
  return readContainerImage(directory);
}

const begin = ['FROM node:24-slim', 'WORKDIR /task', 'COPY . .'];

describe('a container image', () => {
  it('is read from a Dockerfile', async () => {
    const image = await imageOf(
      '# the task',
      ...begin,
      'ENV A=1',
      'ENV B=two',
      'USER node',
      'CMD ["node", "a.js"]',
    );
    expect(image).toMatchObject({ environment: { A: '1', B: 'two' }, command: ['node', 'a.js'] });
    const whole = await imageOf(...begin, 'ENTRYPOINT ["node", "--enable-source-maps"]', 'CMD ["a.js"]');
    expect(whole.command).toEqual(['node', '--enable-source-maps', 'a.js']);
  });

  it('is what the project’s own Dockerfile describes', async () => {
    const directory = await folder();
    const own = join(import.meta.dirname, '../../../functions/train/Dockerfile');
    await copyFile(own, join(directory, 'Dockerfile'));
    expect(await readContainerImage(directory)).toEqual({
      ...{ directory, environment: {} },
      command: ['node', '--enable-source-maps', 'task.js'],
    });
  });

  it.each([
    ['another image', ['FROM python:3', ...begin.slice(1), 'CMD ["node", "a.js"]']],
    ['another Node', ['FROM node:22', ...begin.slice(1), 'CMD ["node", "a.js"]']],
    ['two stages', [...begin, 'FROM node:24', 'CMD ["node", "a.js"]']],
    ['what a build would run', [...begin, 'RUN npm ci', 'CMD ["node", "a.js"]']],
    ['a part of the folder', ['FROM node:24', 'WORKDIR /task', 'COPY dist .', 'CMD ["node", "a.js"]']],
    ['a command for a shell', [...begin, 'CMD node a.js']],
    ['another program', [...begin, 'CMD ["sh", "a.sh"]']],
    ['a variable of quotes', [...begin, 'ENV A="1 2"', 'CMD ["node", "a.js"]']],
    ['no command', begin],
  ])('cannot have %s', async (_name, lines) => {
    await expect(imageOf(...lines)).rejects.toThrow(/local cloud/);
  });

  it('must have a Dockerfile', async () => {
    await expect(readContainerImage('/nowhere')).rejects.toThrow(
      '/nowhere/Dockerfile cannot be read by the local cloud',
    );
  });
});
