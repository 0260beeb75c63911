import { S3Error } from '../s3-error.ts';
import type { ServiceCall } from './call.ts';

const UNSUPPORTED = [
  /^x-amz-(copy-source-)?server-side-encryption-customer-/,
  /^x-amz-server-side-encryption-(aws-kms-key-id|context|bucket-key-enabled)$/,
  /^x-amz-tagging/,
  /^x-amz-object-lock-/,
  /^x-amz-website-redirect-location$/,
  /^x-amz-write-offset-bytes$/,
];
const HARMLESS_ACLS = new Set(['private', 'bucket-owner-full-control']);

/**
 * Refuses what a request asks for by its headers and would not get, rather than to leave it out in silence.
 * @throws S3Error `NotImplemented`, `AccessControlListNotSupported`, `AccessDenied` for another owner's bucket
 */
export function refuseUnsupported({ request: { headers }, storage }: ServiceCall): void {
  for (const name of headers.keys()) {
    if (UNSUPPORTED.some((pattern) => pattern.test(name))) throw notImplemented(name);
    if (name.startsWith('x-amz-grant-')) throw aclNotSupported();
  }
  const acl = headers.get('x-amz-acl');
  if (acl !== undefined && !HARMLESS_ACLS.has(acl)) throw aclNotSupported();
  const storageClass = headers.get('x-amz-storage-class');
  if (storageClass !== undefined && storageClass !== 'STANDARD') throw notImplemented('x-amz-storage-class');
  const encryption = headers.get('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256') {
    throw notImplemented('x-amz-server-side-encryption');
  }
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const owner = headers.get(name);
    if (owner !== undefined && owner !== storage.accountId)
      throw new S3Error('AccessDenied', 'Access Denied');
  }
}

function notImplemented(header: string): S3Error {
  const message = 'A header you provided implies functionality that is not implemented';
  return new S3Error('NotImplemented', message, { details: { Header: header } });
}

function aclNotSupported(): S3Error {
  return new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}
