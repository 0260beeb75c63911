import { headerValue } from '../http/header-value.ts';
import type { S3Request } from '../http/s3-request.ts';

const OF_THE_SIGNATURE =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;
/** SDKs sign the checksum of an empty body into a URL for a body that is yet unknown: S3 does not look at it. */
const CHECKSUMS = /^x-amz-(checksum-(?!mode|type|algorithm)|sdk-checksum-algorithm)/;

/** A presigned request with the `x-amz-*` parameters of its URL as the headers that they stand for. */
export function withHoistedHeaders(request: S3Request): S3Request {
  const headers = new Map(request.headers);
  for (const [parameter, value] of request.query) {
    const name = parameter.toLowerCase();
    const isHoisted = name.startsWith('x-amz-') && !OF_THE_SIGNATURE.test(name) && !CHECKSUMS.test(name);
    if (isHoisted && !headers.has(name)) headers.set(name, headerValue(name, value));
  }
  return { ...request, headers };
}
