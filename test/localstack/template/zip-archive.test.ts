import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { assetDirectory } from '../../../localstack/template/asset-directory.ts';
import { unpackZip } from '../../../localstack/template/zip-archive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

interface File {
  readonly name: string;
  readonly text: string;
  readonly method?: number;
  readonly crc?: number;
  readonly mode?: number;
}

/** An archive by PKWARE's APPNOTE, 4.3. */
function zipOf(...files: readonly File[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, method = 8, crc = crc32(text), mode = 0o100644 } of files) {
    const packed = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(Buffer.byteLength(text), 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE(mode * 0x10000, 6);
    attributes.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, attributes, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

async function unpack(archive: Uint8Array): Promise<string> {
  await writeFile(join(folder, 'a.zip'), archive);
  const target = join(folder, 'out');
  await mkdir(target, { recursive: true });
  await unpackZip(join(folder, 'a.zip'), target);
  return target;
}

describe('unpackZip', () => {
  it('writes stored and deflated files in their folders, and keeps who may be run', async () => {
    const long = 'text '.repeat(10_000);
    const target = await unpack(
      zipOf(
        { name: 'empty/', text: '', method: 0 },
        { name: 'a/stored.txt', text: 'as it is', method: 0 },
        { name: 'a/b/größe.txt', text: long },
        { name: 'run.sh', text: '#!', mode: 0o100755 },
        { name: 'nothing.txt', text: '' },
      ),
    );
    expect(await readFile(join(target, 'a/stored.txt'), 'utf8')).toBe('as it is');
    expect(await readFile(join(target, 'a/b/größe.txt'), 'utf8')).toBe(long);
    expect(await readFile(join(target, 'nothing.txt'), 'utf8')).toBe('');
    expect((await stat(join(target, 'run.sh'))).mode & 0o100).toBe(0o100);
    expect((await stat(join(target, 'a/stored.txt'))).mode & 0o100).toBe(0);
    expect((await stat(join(target, 'empty'))).isDirectory()).toBe(true);
  });

  it('reads an archive that CDK itself ships', async () => {
    const { resolve } = createRequire(import.meta.url);
    const asset = join(dirname(resolve('@aws-cdk/asset-node-proxy-agent-v6')), 'layer.zip');
    const target = await unpack(await readFile(asset));
    const manifest = await readFile(join(target, 'nodejs/node_modules/proxy-agent/package.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ name: 'proxy-agent' });
  });

  const file = { name: 'file.txt', text: 'some text' };
  it.each<[string, Buffer, RegExp]>([
    ['no archive', Buffer.from('no archive at all, but longer than an end record'), /no zip archive/],
    ['an empty file', Buffer.alloc(0), /no zip archive/],
    ['a wrong checksum', zipOf({ ...file, crc: 1 }), /file.txt is broken/],
    ['another method', zipOf({ ...file, method: 12 }), /method 12/],
    ['a path that leads out', zipOf({ name: '../out.txt', text: 'x' }), /it holds \.\.\/out.txt/],
    ['its start cut off', zipOf(file).subarray(20), /cut off|broken/],
  ])('refuses %s', async (_name, archive, message) => {
    await expect(unpack(archive)).rejects.toThrow(message);
    expect(await readdir(folder)).not.toContain('out.txt');
  });
});

describe('assetDirectory', () => {
  it('gives a folder as it is, and unpacks an archive once', async () => {
    const archive = join(folder, 'asset.1.zip');
    await writeFile(archive, zipOf({ name: 'index.js', text: 'first' }));
    expect(await assetDirectory(folder, join(folder, 'unpacked'))).toBe(folder);
    const directory = await assetDirectory(archive, join(folder, 'unpacked'));
    expect(await readFile(join(directory, 'index.js'), 'utf8')).toBe('first');
    await writeFile(archive, 'no longer an archive');
    expect(await assetDirectory(archive, join(folder, 'unpacked'))).toBe(directory);
  });

  it('leaves nothing that could be taken for whole where the archive is broken', async () => {
    const archive = join(folder, 'asset.2.zip');
    await writeFile(archive, zipOf({ name: 'ok.js', text: 'x' }, { name: 'bad.js', text: 'y', crc: 1 }));
    await expect(assetDirectory(archive, join(folder, 'unpacked'))).rejects.toThrow('bad.js is broken');
    await expect(assetDirectory(archive, join(folder, 'unpacked'))).rejects.toThrow('bad.js is broken');
    await expect(assetDirectory(join(folder, 'none'), folder)).rejects.toThrow('missing');
  });
});
