import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import type { StoredHeaders } from '../storage/records.ts';

const KEPT = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];
const MAX_METADATA_BYTES = 2048;

/**
 * The headers of a write that are kept with its object.
 * @throws S3Error `MetadataTooLarge` for over 2 KiB of user metadata
 */
export function storedHeaders({ headers }: S3Request): StoredHeaders {
  const stored: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let metadataBytes = 0;
  for (const [name, value] of headers) {
    const isMetadata = name.startsWith('x-amz-meta-');
    if (isMetadata) metadataBytes += name.length - 'x-amz-meta-'.length + value.length;
    if (isMetadata || (KEPT.includes(name) && value !== '')) stored[name] = value;
  }
  if (metadataBytes > MAX_METADATA_BYTES) {
    const details = { Size: String(metadataBytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) };
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      details,
    });
  }
  const encoding = contentEncoding(headers.get('content-encoding'));
  return encoding === undefined ? stored : { ...stored, 'content-encoding': encoding };
}

/** `aws-chunked` is how the body travels, not what it is. */
function contentEncoding(value: string | undefined): string | undefined {
  const encodings = (value ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding.toLowerCase() !== 'aws-chunked');
  return encodings.length === 0 ? undefined : encodings.join(',');
}
