import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as z from 'zod';

const READ_CHUNK_BYTES = 256 * 1024;

/** A file that holds an object, or one part of it. */
export const segmentSchema = z.object({ id: z.uuid(), bytes: z.number().int().min(0) });
export type Segment = z.infer<typeof segmentSchema>;

/** The first and the last byte wanted, both inclusive; none where `last` is before `first`. */
export interface ByteSpan {
  readonly first: number;
  readonly last: number;
}

/**
 * The files with the objects' bytes, under random names: no key ever becomes a path. A file counts once the index
 * names it; one that it does not name is a leftover.
 */
export class BodyFiles {
  readonly #directory: string;
  readonly #readers = new Map<string, number>();
  readonly #unwanted = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Writes a file; `fill` gets its `write`. Resolves once it is on disk; a failure leaves none. */
  async create<Result>(
    fill: (write: (data: Uint8Array) => Promise<void>) => Promise<Result>,
  ): Promise<{ readonly segment: Segment; readonly result: Result }> {
    const id = randomUUID();
    const file = await this.#open(id);
    let bytes = 0;
    try {
      const result = await fill(async (data) => {
        await file.writeFile(data);
        bytes += data.byteLength;
      });
      await file.datasync();
      await file.close();
      return { segment: { id, bytes }, result };
    } catch (error) {
      await file.close().catch(() => undefined);
      await this.remove([id]);
      throw error;
    }
  }

  /** A second name for a file's bytes, which outlives the first. */
  async duplicate(segment: Segment): Promise<Segment> {
    const copy = { id: randomUUID(), bytes: segment.bytes };
    await mkdir(this.#folder(copy.id), { recursive: true });
    await link(this.#path(segment.id), this.#path(copy.id));
    return copy;
  }

  /** Keeps the files until the returned function is called, also if they are removed meanwhile. */
  keep(segments: readonly Segment[]): () => void {
    for (const { id } of segments) this.#readers.set(id, (this.#readers.get(id) ?? 0) + 1);
    let isKept = true;
    return () => {
      if (isKept) for (const { id } of segments) this.#letGo(id);
      isKept = false;
    };
  }

  /** The bytes of a span of the files one after another. The caller keeps the files while it reads. */
  read(segments: readonly Segment[], span: ByteSpan): Readable {
    return Readable.from(this.#pieces(segments, span), { objectMode: false });
  }

  /** Removes files that the index no longer names; one that cannot be removed is a leftover for the next start. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (this.#readers.has(id)) this.#unwanted.add(id);
      else await this.#delete(id).catch(() => undefined);
    }
  }

  /** Removes every file that is not named, and returns how many there were. Nothing may be written meanwhile. */
  async removeAllBut(named: ReadonlySet<string>): Promise<number> {
    await mkdir(this.#directory, { recursive: true });
    let removed = 0;
    for (const folder of await readdir(this.#directory)) {
      for (const id of await readdir(join(this.#directory, folder))) {
        if (named.has(id)) continue;
        await this.#delete(id);
        removed++;
      }
    }
    return removed;
  }

  async *#pieces(segments: readonly Segment[], { first, last }: ByteSpan): AsyncGenerator<Buffer> {
    let start = 0;
    for (const { id, bytes } of segments) {
      const from = Math.max(first - start, 0);
      const to = Math.min(last - start, bytes - 1);
      start += bytes;
      if (from > to) continue;
      const options = { start: from, end: to, highWaterMark: READ_CHUNK_BYTES };
      for await (const piece of createReadStream(this.#path(id), options)) yield piece as Buffer;
    }
  }

  #letGo(id: string): void {
    const readers = (this.#readers.get(id) ?? 1) - 1;
    if (readers > 0) {
      this.#readers.set(id, readers);
      return;
    }
    this.#readers.delete(id);
    if (this.#unwanted.delete(id)) void this.remove([id]);
  }

  async #open(id: string): Promise<FileHandle> {
    await mkdir(this.#folder(id), { recursive: true });
    return open(this.#path(id), 'wx');
  }

  async #delete(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  #folder(id: string): string {
    return join(this.#directory, id.slice(0, 2));
  }

  #path(id: string): string {
    return join(this.#folder(id), id);
  }
}
