import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { TemplateError } from './template-error.ts';

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const ENTRY_SIGNATURE = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly offset: number;
  /** Unix permissions; 0 where the archive does not say. */
  readonly mode: number;
}

/**
 * Unpacks a .zip file (PKWARE's APPNOTE: stored and deflated entries, under 4 GB) into a folder.
 * @throws TemplateError for a broken archive, one of another kind, or a path that leads out of the folder
 */
export async function unpackZip(path: string, directory: string): Promise<void> {
  const archive = await readFile(path);
  const refuse = (reason: string): never => {
    throw new TemplateError(`${path} cannot be unpacked: ${reason}.`);
  };
  try {
    for (const entry of entriesOf(archive, refuse)) {
      const target = join(directory, entry.name);
      if (!target.startsWith(`${directory}${sep}`)) refuse(`it holds ${entry.name}`);
      if (entry.name.endsWith('/')) {
        await mkdir(target, { recursive: true });
        continue;
      }
      await mkdir(dirname(target), { recursive: true });
      const content = contentOf(archive, entry, refuse);
      await writeFile(target, content, { mode: (entry.mode & 0o111) === 0 ? 0o644 : 0o755 });
    }
  } catch (cause) {
    if (cause instanceof RangeError) refuse('it is cut off');
    throw cause;
  }
}

function* entriesOf(archive: Buffer, refuse: (reason: string) => never): Iterable<Entry> {
  const end = endRecord(archive) ?? refuse('it is no zip archive');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (count === 0xffff || at === 0xffffffff) refuse('it is in the zip64 form');
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== ENTRY_SIGNATURE) refuse('its directory is broken');
    const nameBytes = archive.readUInt16LE(at + 28);
    yield {
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      compressedBytes: archive.readUInt32LE(at + 20),
      bytes: archive.readUInt32LE(at + 24),
      mode: archive.readUInt32LE(at + 38) >>> 16,
      offset: archive.readUInt32LE(at + 42),
      name: archive.toString('utf8', at + 46, at + 46 + nameBytes),
    };
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}

function endRecord(archive: Buffer): number | undefined {
  const first = Math.max(0, archive.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = archive.length - END_BYTES; at >= first; at -= 1) {
    if (archive.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return undefined;
}

function contentOf(archive: Buffer, entry: Entry, refuse: (reason: string) => never): Buffer {
  const { offset, method, compressedBytes } = entry;
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const packed = archive.subarray(start, start + compressedBytes);
  if (method !== STORED && method !== DEFLATED) refuse(`${entry.name} is packed by method ${method}`);
  let content = packed;
  try {
    if (method === DEFLATED) content = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) });
  } catch {
    refuse(`${entry.name} is broken`);
  }
  if (content.length !== entry.bytes || crc32(content) !== entry.crc) refuse(`${entry.name} is broken`);
  return content;
}
