import { z } from 'zod';
import { S3Error } from './s3-error.ts';
import { checkKey, readSmallBody, type S3Request } from './s3-request.ts';
import { sendXml } from './send-xml.ts';
import { malformedXml, parseXml, toXml } from './xml.ts';

const MAX_KEYS = 1000;

/** GET of a bucket: ListObjectsV2, or the older ListObjects. */
export async function listObjects({ response, query, store }: S3Request): Promise<void> {
  const isV2 = query.get('list-type') === '2';
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const maxKeys = Math.min(MAX_KEYS, wholeNumber(query.get('max-keys')));
  const token = query.get('continuation-token');
  const start = token === null ? (query.get('start-after') ?? query.get('marker') ?? '') : decodeToken(token);
  const page = pageOf(store.keysAfter(start), { prefix, delimiter, maxKeys, start });
  const encode = query.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const contents = page.keys.map((key) => {
    const version = store.find(key);
    return {
      Key: encode(key),
      LastModified: version?.lastModified,
      ETag: version?.etag,
      Size: version?.bytes,
      StorageClass: 'STANDARD',
    };
  });
  const next =
    page.next === undefined
      ? undefined
      : isV2
        ? Buffer.from(page.next).toString('base64url')
        : encode(page.next);
  const result = {
    Name: store.name,
    Prefix: encode(prefix),
    ...(delimiter === '' ? {} : { Delimiter: encode(delimiter) }),
    MaxKeys: maxKeys,
    ...(query.has('encoding-type') ? { EncodingType: 'url' } : {}),
    IsTruncated: next !== undefined,
    ...(isV2 ? { KeyCount: page.keys.length + page.prefixes.length } : { Marker: encode(start) }),
    ...(isV2 && token !== null ? { ContinuationToken: token } : {}),
    ...(next === undefined ? {} : isV2 ? { NextContinuationToken: next } : { NextMarker: next }),
    Contents: contents,
    CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
  };
  sendXml(response, 200, toXml('ListBucketResult', result));
}

interface PageOptions {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly start: string;
}

/** Keys and common prefixes of one page; `next` is the last of them where more follow. */
function pageOf(keys: Iterable<string>, { prefix, delimiter, maxKeys, start }: PageOptions) {
  const page = { keys: [] as string[], prefixes: [] as string[], next: undefined as string | undefined };
  let last = '';
  for (const key of keys) {
    if (!key.startsWith(prefix)) {
      if (Buffer.compare(Buffer.from(key.slice(0, prefix.length)), Buffer.from(prefix)) > 0) break;
      continue;
    }
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = end === -1 ? key : key.slice(0, end + delimiter.length);
    if (end !== -1 && (entry === last || entry === start)) continue;
    if (page.keys.length + page.prefixes.length >= maxKeys) {
      page.next = maxKeys === 0 ? undefined : last;
      break;
    }
    (end === -1 ? page.keys : page.prefixes).push(entry);
    last = entry;
  }
  return page;
}

function wholeNumber(text: string | null): number {
  if (text === null) return MAX_KEYS;
  if (!/^\d{1,9}$/.test(text))
    throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  return Number(text);
}

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (Buffer.from(text).toString('base64url') !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text;
}

const deleteSchema = z.object({
  Delete: z.object({
    Quiet: z.string().optional(),
    Object: z
      .union([z.array(z.unknown()), z.unknown().transform((object) => [object])])
      .pipe(z.array(z.object({ Key: z.coerce.string(), VersionId: z.string().optional() })).max(MAX_KEYS)),
  }),
});

/** POST ?delete */
export async function deleteObjects({ request, response, store }: S3Request): Promise<void> {
  const parsed = deleteSchema.safeParse(parseXml(await readSmallBody(request)));
  if (!parsed.success) throw malformedXml();
  const { Quiet, Object: objects } = parsed.data.Delete;
  for (const { Key, VersionId } of objects) {
    if (VersionId === undefined) await store.delete(checkKey(Key));
    else await store.deleteVersion(checkKey(Key), VersionId);
  }
  const deleted = Quiet === 'true' ? [] : objects.map(({ Key }) => ({ Key }));
  sendXml(response, 200, toXml('DeleteResult', { Deleted: deleted }));
}

/** GET ?location */
export async function bucketLocation({ response }: S3Request): Promise<void> {
  sendXml(response, 200, toXml('LocationConstraint', {}));
}

/** GET ?versioning */
export async function bucketVersioning({ response, store }: S3Request): Promise<void> {
  sendXml(response, 200, toXml('VersioningConfiguration', store.versioning ? { Status: 'Enabled' } : {}));
}
