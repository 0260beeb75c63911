import {
  MAX_UPLOAD_BYTES,
  UPLOAD_URL_SECONDS,
  type UploadAnswer,
  uploadRequestSchema,
} from '#core/api/uploads-contract.ts';
import { RequestError } from '#core/errors.ts';
import { RAW_PREFIX } from '#core/lake/keys.ts';
import type { UploadUrls } from '#platform/store/upload-urls.ts';

export interface UploadPorts {
  readonly urls: UploadUrls;
  readonly now: () => Date;
  /** Eight hexadecimal digits. */
  readonly randomHex: () => string;
}

/**
 * Where to put a file of this name: a key of its own under raw/, `raw/20261122T090010Z-3f9a01bc-customers.csv`.
 * @throws RequestError `UPLOAD_INVALID` naming the field
 */
export async function createUpload(
  body: unknown,
  { urls, now, randomHex }: UploadPorts,
): Promise<UploadAnswer> {
  const parsed = uploadRequestSchema.safeParse(body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new RequestError('UPLOAD_INVALID', 'The body must be {"fileName": "…"} and nothing else.', fields);
  }
  const fileName = parsed.data.fileName.normalize('NFC');
  const askedAt = now();
  const stamp = askedAt.toISOString().replace(/[-:]|\.\d+/g, '');
  const key = `${RAW_PREFIX}${stamp}-${randomHex()}-${fileName}`;
  const { url, headers } = await urls.create(key, UPLOAD_URL_SECONDS);
  return {
    ...{ url, method: 'PUT', headers: { ...headers }, key },
    expiresAt: new Date(askedAt.getTime() + UPLOAD_URL_SECONDS * 1000).toISOString(),
    maxBytes: MAX_UPLOAD_BYTES,
  };
}
