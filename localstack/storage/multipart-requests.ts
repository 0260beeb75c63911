import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { parseRange } from './byte-range.ts';
import { checkCopyConditions, checkWriteConditions } from './conditions.ts';
import { copySourceOf, keptHeaders, versionHeader } from './object-requests.ts';
import { type ReceivedBody, receiveBody } from './receive-body.ts';
import { S3Error } from './s3-error.ts';
import { readSmallBody, type S3Request } from './s3-request.ts';
import { sendXml } from './send-xml.ts';
import { malformedXml, parseXml, toXml } from './xml.ts';

const MAX_PARTS = 10_000;

/** POST ?uploads */
export async function createUpload({ request, response, bucket, uploads, key }: S3Request): Promise<void> {
  const { uploadId } = await uploads.create(bucket.store.name, key, keptHeaders(request));
  sendXml(
    response,
    200,
    toXml('InitiateMultipartUploadResult', { Bucket: bucket.store.name, Key: key, UploadId: uploadId }),
  );
}

/** PUT ?partNumber&uploadId, with a body or with x-amz-copy-source. */
export async function putPart(call: S3Request): Promise<void> {
  const { request, response, query, bucket, uploads, key } = call;
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
    throw new S3Error(
      'InvalidArgument',
      `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
    );
  }
  const upload = await uploads.find(query.get('uploadId') ?? '', bucket.store.name, key);
  const { file, path } = uploads.newPartFile(upload);
  const lastModified = new Date().toISOString();
  try {
    const isCopy = request.headers['x-amz-copy-source'] !== undefined;
    const part = isCopy ? await copyPart(call, path) : await receiveBody(request, path);
    await uploads.addPart(upload, { number, file, bytes: part.bytes, md5: part.md5, lastModified });
    if (isCopy)
      sendXml(response, 200, toXml('CopyPartResult', { ETag: `"${part.md5}"`, LastModified: lastModified }));
    else response.writeHead(200, { etag: `"${part.md5}"`, ...part.checksums }).end();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function copyPart(call: S3Request, path: string): Promise<ReceivedBody> {
  const source = copySourceOf(call);
  checkCopyConditions(call.request, source.version);
  const range = parseRange(call.request.headers['x-amz-copy-source-range']?.toString(), source.version.bytes);
  if (range === undefined) await copyFile(source.path, path);
  else
    await pipeline(
      createReadStream(source.path, { start: range.first, end: range.last }),
      createWriteStream(path),
    );
  const md5 = createHash('md5');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    md5.update(chunk as Buffer);
    bytes += (chunk as Buffer).byteLength;
  }
  return { bytes, md5: md5.digest('hex'), checksums: {} };
}

const completeSchema = z.object({
  CompleteMultipartUpload: z.object({
    Part: z
      .union([z.array(z.unknown()), z.unknown().transform((part) => [part])])
      .pipe(z.array(z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() }))),
  }),
});

/** POST ?uploadId */
export async function completeUpload({
  request,
  response,
  query,
  bucket,
  store,
  uploads,
  key,
}: S3Request): Promise<void> {
  const upload = await uploads.find(query.get('uploadId') ?? '', store.name, key);
  const parsed = completeSchema.safeParse(parseXml(await readSmallBody(request)));
  if (!parsed.success) throw malformedXml();
  const named = parsed.data.CompleteMultipartUpload.Part.map((part) => ({
    number: part.PartNumber,
    etag: part.ETag,
  }));
  checkWriteConditions(request, store.find(key));
  const { blob, path } = store.newBlob();
  try {
    const { bytes, etag } = await uploads.join(upload, named, path);
    const version = await bucket.put(
      key,
      { blob, bytes, etag, headers: upload.headers },
      'ObjectCreated:CompleteMultipartUpload',
      (standing) => checkWriteConditions(request, standing),
    );
    await uploads.remove(upload);
    const result = { Location: `/${store.name}/${key}`, Bucket: store.name, Key: key, ETag: version.etag };
    sendXml(response, 200, toXml('CompleteMultipartUploadResult', result), versionHeader(version));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** DELETE ?uploadId */
export async function abortUpload({ response, query, store, uploads, key }: S3Request): Promise<void> {
  await uploads.remove(await uploads.find(query.get('uploadId') ?? '', store.name, key));
  response.writeHead(204).end();
}

/** GET ?uploadId */
export async function listParts({ response, query, store, uploads, key }: S3Request): Promise<void> {
  const upload = await uploads.find(query.get('uploadId') ?? '', store.name, key);
  const parts = (await uploads.parts(upload)).map((part) => ({
    PartNumber: part.number,
    ETag: `"${part.md5}"`,
    Size: part.bytes,
    LastModified: part.lastModified,
  }));
  const result = { Bucket: store.name, Key: key, UploadId: upload.uploadId, IsTruncated: false, Part: parts };
  sendXml(response, 200, toXml('ListPartsResult', result));
}

/** GET ?uploads */
export async function listUploads({ response, store, uploads }: S3Request): Promise<void> {
  const found = (await uploads.list(store.name)).map(({ key, uploadId, initiated }) => ({
    Key: key,
    UploadId: uploadId,
    Initiated: initiated,
  }));
  sendXml(
    response,
    200,
    toXml('ListMultipartUploadsResult', { Bucket: store.name, IsTruncated: false, Upload: found }),
  );
}
