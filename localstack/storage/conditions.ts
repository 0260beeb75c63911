import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';
import type { ObjectVersion } from './stored-object.ts';

/** Refuses a write whose If-Match or If-None-Match does not hold for what stands. @throws S3Error */
export function checkWriteConditions(request: IncomingMessage, standing: ObjectVersion | undefined): void {
  const ifMatch = request.headers['if-match'];
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new S3Error('NotImplemented', 'A write takes If-None-Match: * only.');
  }
  if (ifNoneMatch === '*' && standing !== undefined) throw preconditionFailed();
  if (ifMatch === undefined) return;
  if (standing === undefined) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
  if (!matches(ifMatch, standing.etag)) throw preconditionFailed();
}

/** What a read's conditions say: read, or the reader has it already. @throws S3Error `PreconditionFailed` */
export function checkReadConditions(
  request: IncomingMessage,
  version: ObjectVersion,
): 'read' | 'not-modified' {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  const modified = secondsOf(version.lastModified);
  if (ifMatch !== undefined && !matches(ifMatch, version.etag)) throw preconditionFailed();
  const unmodifiedSince = secondsOf(request.headers['if-unmodified-since']);
  if (ifMatch === undefined && modified > unmodifiedSince) throw preconditionFailed();
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, version.etag) ? 'not-modified' : 'read';
  return modified <= secondsOf(request.headers['if-modified-since']) ? 'not-modified' : 'read';
}

/** The same for the source of a copy. @throws S3Error `PreconditionFailed` */
export function checkCopyConditions(request: IncomingMessage, source: ObjectVersion): void {
  const ifMatch = request.headers['x-amz-copy-source-if-match'];
  const ifNoneMatch = request.headers['x-amz-copy-source-if-none-match'];
  if (ifMatch !== undefined && !matches(String(ifMatch), source.etag)) throw preconditionFailed();
  if (ifNoneMatch !== undefined && matches(String(ifNoneMatch), source.etag)) throw preconditionFailed();
}

function matches(header: string, etag: string): boolean {
  const wanted = header.split(',').map((each) => each.trim().replace(/^W\//, '').replaceAll('"', ''));
  return wanted.includes('*') || wanted.includes(etag.replaceAll('"', ''));
}

/** Whole seconds since 1970, as HTTP dates have them; NaN, to which nothing compares, where there is none. */
function secondsOf(time: string | undefined): number {
  return Math.floor(Date.parse(time ?? '') / 1000);
}

function preconditionFailed(): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
}
