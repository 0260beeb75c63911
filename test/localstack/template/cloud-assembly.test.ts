import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCloudAssembly } from '../../../localstack/template/cloud-assembly.ts';

const stack = {
  type: 'aws:cloudformation:stack',
  environment: 'aws://unknown-account/eu-west-1',
  properties: { templateFile: 'S.template.json' },
};
const assets = { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } };
const files = {
  a: {
    source: { path: 'asset.a', packaging: 'zip' },
    destinations: { x: { bucketName: 'b', objectKey: 'a.zip' } },
  },
};

const images = (source: Readonly<Record<string, unknown>>) => ({
  i: { source, destinations: { x: { repositoryName: 'r', imageTag: 'tag-of-i' } } },
});

async function folderOf(contents: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cdk-out-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(contents)) {
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const whole = {
  'manifest.json': { artifacts: { S: stack, 'S.assets': assets, Tree: { type: 'cdk:tree' } } },
  'S.template.json': { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } },
  'S.assets.json': { files },
};

describe('readCloudAssembly', () => {
  it('reads the one stack, where it belongs, and its assets', async () => {
    const folder = await folderOf(whole);
    const assembly = await readCloudAssembly(folder);
    expect(assembly).toMatchObject({ stackName: 'S', region: 'eu-west-1', accountId: undefined });
    expect(assembly.template.Resources.Bucket).toMatchObject({ Type: 'AWS::S3::Bucket', Properties: {} });
    expect([...assembly.assets]).toEqual([['a.zip', join(folder, 'asset.a')]]);
  });

  it('knows the folder of a container image by its tag', async () => {
    const dockerImages = images({ directory: 'asset.i', platform: 'linux/arm64' });
    const folder = await folderOf({ ...whole, 'S.assets.json': { files, dockerImages } });
    expect([...(await readCloudAssembly(folder)).images]).toEqual([['tag-of-i', join(folder, 'asset.i')]]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['no cloud assembly', {}, /manifest.json cannot be read/],
    ['no JSON', { ...whole, 'S.template.json': '{' }, /S.template.json cannot be read/],
    ['no template', { ...whole, 'S.template.json': {} }, /S.template.json is not what CDK writes: Resources/],
    ['two stacks', { ...whole, 'manifest.json': { artifacts: { S: stack, T: stack } } }, /2 stacks/],
    [
      'images of commands',
      { ...whole, 'S.assets.json': { dockerImages: images({ executable: ['x'] }) } },
      /directory/,
    ],
    [
      'images with build arguments',
      { ...whole, 'S.assets.json': { dockerImages: images({ directory: 'd', dockerBuildArgs: {} }) } },
      /dockerBuildArgs/,
    ],
    ['macros', { ...whole, 'S.template.json': { Resources: {}, Transform: ['X'] } }, /macros/],
  ])('refuses %s', async (_name, contents, message) => {
    await expect(readCloudAssembly(await folderOf(contents))).rejects.toThrow(message);
  });
});
