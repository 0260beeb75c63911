import { emptyAnswer, type S3Answer } from '../http/answer.ts';
import { commitFreshVersion } from '../storage/commit-version.ts';
import { writeCondition } from '../storage/write-condition.ts';
import { type ObjectCall, occasionOf } from './call.ts';
import { checksumHeaders, quotedEtag, versionHeader } from './object-headers.ts';
import { receiveSegment } from './receive-segment.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';
import { storedHeaders } from './stored-headers.ts';

/** PutObject: the object appears, whole, when its body is on disk and verified. */
export async function putObject(call: ObjectCall): Promise<S3Answer> {
  refuseUnsupported(call);
  const { storage, request, bucket, key } = call;
  const headers = storedHeaders(request);
  const condition = writeCondition(request.headers);
  const { segment, result } = await receiveSegment(call);
  const version = await commitFreshVersion(storage, {
    ...{ bucket, key, headers, condition },
    etag: result.md5,
    checksum: result.checksum,
    segments: [segment],
    occasion: occasionOf(call, 'ObjectCreated:Put'),
  });
  return emptyAnswer(200, {
    etag: quotedEtag(version.etag),
    ...versionHeader(bucket, version),
    ...checksumHeaders(version.checksum),
  });
}
