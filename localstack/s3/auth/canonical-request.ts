import type { S3Request } from '../http/s3-request.ts';
import { queryParameters, uriDecode, uriEncode } from '../uri.ts';

/** The canonical form of a request that Signature Version 4 signs; for S3 a path is encoded once, not normalized. */
export function canonicalRequest(
  request: S3Request,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const headerLines = signedHeaders.map((name) => {
    const value = request.headers.get(name) ?? '';
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  return [
    request.method,
    uriEncode(uriDecode(request.rawPath), true),
    canonicalQuery(request.rawQuery),
    headerLines.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

function canonicalQuery(rawQuery: string): string {
  return queryParameters(rawQuery)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name, false), uriEncode(value, false)] as const)
    .sort(([leftName, left], [rightName, right]) => compare(leftName, rightName) || compare(left, right))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** By code unit; `<` on ASCII strings is the order of their bytes. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
