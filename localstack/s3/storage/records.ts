import * as z from 'zod';
import { checksumAlgorithmSchema, checksumSchema, checksumTypeSchema } from '../body/checksums.ts';
import { segmentSchema } from './body-files.ts';

const keySchema = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString('utf8'));
const flagSchema = z.number().transform((flag) => flag === 1);

function json<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** The headers that are kept with an object, names in lower case: its type, its metadata. */
export const storedHeadersSchema = z.record(z.string(), z.string());
export type StoredHeaders = Readonly<z.infer<typeof storedHeadersSchema>>;

/** One version of an object, or a delete marker. */
export const versionSchema = z.object({
  /** Grows with every change of any bucket. */
  sequence: z.number(),
  key: keySchema,
  /** `null` in a bucket that keeps no versions. */
  versionId: z.string(),
  isLatest: flagSchema,
  isDeleteMarker: flagSchema,
  /** Whole seconds, in milliseconds since 1970. */
  lastModifiedMs: z.number(),
  bytes: z.number(),
  /** Without quotation marks. */
  etag: z.string(),
  checksum: json(checksumSchema).nullable(),
  headers: json(storedHeadersSchema),
  /** One for each part of an object that was put in parts. */
  segments: json(z.array(segmentSchema)),
});
export type StoredVersion = Readonly<z.infer<typeof versionSchema>>;

/** The columns of `versionSchema`. */
export const VERSION_COLUMNS =
  'sequence, key, versionId, isLatest, isDeleteMarker, lastModifiedMs, bytes, etag, checksum, headers, segments';

/** A multipart upload that is neither completed nor aborted. */
export const uploadSchema = z.object({
  uploadId: z.string(),
  bucket: z.string(),
  key: keySchema,
  initiatedMs: z.number(),
  headers: json(storedHeadersSchema),
  algorithm: checksumAlgorithmSchema.nullable(),
  checksumType: checksumTypeSchema.nullable(),
});
export type StoredUpload = Readonly<z.infer<typeof uploadSchema>>;

export const partSchema = z.object({
  partNumber: z.number(),
  segmentId: z.string(),
  bytes: z.number(),
  etag: z.string(),
  checksum: json(checksumSchema).nullable(),
  lastModifiedMs: z.number(),
});
export type StoredPart = Readonly<z.infer<typeof partSchema>>;

/** Keys as the index holds them. */
export function keyBytes(key: string): Buffer {
  return Buffer.from(key, 'utf8');
}

/** Now, in whole seconds as HTTP dates have them, in milliseconds since 1970. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}
