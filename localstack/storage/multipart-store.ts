import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { S3Error } from './s3-error.ts';

const SMALLEST_PART_BYTES = 5 * 1024 * 1024;

const uploadSchema = z.object({
  uploadId: z.string(),
  bucket: z.string(),
  key: z.string(),
  initiated: z.string(),
  headers: z.record(z.string(), z.string()),
});
const partSchema = z.object({
  number: z.number(),
  file: z.string(),
  bytes: z.number(),
  md5: z.string(),
  lastModified: z.string(),
});

/** A multipart upload under way. */
export type MultipartUpload = z.infer<typeof uploadSchema>;
/** One part of it; a later one with the same number takes its place. */
export type UploadPart = z.infer<typeof partSchema>;

/** Multipart uploads on disk, a folder each, so that they survive a restart. */
export class MultipartStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async create(
    bucket: string,
    key: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<MultipartUpload> {
    const upload = {
      uploadId: randomUUID().replaceAll('-', ''),
      bucket,
      key,
      initiated: new Date().toISOString(),
      headers,
    };
    await mkdir(this.#path(upload.uploadId), { recursive: true });
    await writeWhole(join(this.#path(upload.uploadId), 'upload.json'), upload);
    return upload;
  }

  /** @throws S3Error `NoSuchUpload` */
  async find(uploadId: string, bucket: string, key: string): Promise<MultipartUpload> {
    const text = /^[0-9a-f]{32}$/.test(uploadId)
      ? await readFile(join(this.#path(uploadId), 'upload.json'), 'utf8').catch(() => undefined)
      : undefined;
    const upload = text === undefined ? undefined : uploadSchema.parse(JSON.parse(text));
    if (upload?.bucket === bucket && upload.key === key) return upload;
    throw new S3Error(
      'NoSuchUpload',
      'The specified upload does not exist. It may have been aborted or completed.',
    );
  }

  async list(bucket: string): Promise<readonly MultipartUpload[]> {
    const uploads: MultipartUpload[] = [];
    for (const uploadId of await readdir(this.#directory).catch(() => [])) {
      const text = await readFile(join(this.#path(uploadId), 'upload.json'), 'utf8').catch(() => undefined);
      const upload = text === undefined ? undefined : uploadSchema.parse(JSON.parse(text));
      if (upload?.bucket === bucket) uploads.push(upload);
    }
    return uploads.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  newPartFile({ uploadId }: MultipartUpload): { readonly file: string; readonly path: string } {
    const file = `${randomUUID()}.part`;
    return { file, path: join(this.#path(uploadId), file) };
  }

  async addPart({ uploadId }: MultipartUpload, part: UploadPart): Promise<void> {
    await writeWhole(join(this.#path(uploadId), `${part.number}.json`), part);
  }

  async parts({ uploadId }: MultipartUpload): Promise<readonly UploadPart[]> {
    const parts: UploadPart[] = [];
    for (const file of await readdir(this.#path(uploadId))) {
      if (!/^\d+\.json$/.test(file)) continue;
      parts.push(partSchema.parse(JSON.parse(await readFile(join(this.#path(uploadId), file), 'utf8'))));
    }
    return parts.sort((a, b) => a.number - b.number);
  }

  /**
   * Joins the parts named into one file.
   * @throws S3Error `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall`
   */
  async join(
    upload: MultipartUpload,
    named: readonly { readonly number: number; readonly etag: string }[],
    path: string,
  ): Promise<{ readonly bytes: number; readonly etag: string }> {
    const byNumber = new Map((await this.parts(upload)).map((part) => [part.number, part]));
    const parts = named.map(({ number, etag }) => {
      const part = byNumber.get(number);
      if (part === undefined || part.md5 !== etag.replaceAll('"', '')) {
        throw new S3Error(
          'InvalidPart',
          `Part ${number} could not be found, or its entity tag did not match.`,
        );
      }
      return part;
    });
    checkParts(parts);
    const whole = createHash('md5');
    for (const [index, part] of parts.entries()) {
      const source = createReadStream(join(this.#path(upload.uploadId), part.file));
      await pipeline(source, createWriteStream(path, { flags: index === 0 ? 'w' : 'a' }));
      whole.update(Buffer.from(part.md5, 'hex'));
    }
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    return { bytes, etag: `"${whole.digest('hex')}-${parts.length}"` };
  }

  async remove({ uploadId }: MultipartUpload): Promise<void> {
    await rm(this.#path(uploadId), { recursive: true, force: true });
  }

  #path(uploadId: string): string {
    return join(this.#directory, uploadId);
  }
}

function checkParts(parts: readonly UploadPart[]): void {
  if (parts.length === 0) throw new S3Error('InvalidPart', 'At least one part must be named.');
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (next === undefined) return;
    if (next.number <= part.number)
      throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.');
    if (part.bytes < SMALLEST_PART_BYTES) {
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    }
  }
}

async function writeWhole(file: string, value: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(value));
  await rename(`${file}.new`, file);
}
