import { z } from 'zod';

const versionSchema = z.object({
  versionId: z.string(),
  /** False for a delete marker, which has no body. */
  isObject: z.boolean(),
  /** Name of the file that holds the body. */
  blob: z.string(),
  bytes: z.number(),
  /** In quotation marks. */
  etag: z.string(),
  lastModified: z.string(),
  headers: z.record(z.string(), z.string()),
});

/** One version of an object. */
export type ObjectVersion = z.infer<typeof versionSchema>;

/** A key with its versions, the newest first; a bucket without versioning keeps one. */
export const storedKeySchema = z.object({ key: z.string(), versions: z.array(versionSchema) });
export type StoredKey = z.infer<typeof storedKeySchema>;
